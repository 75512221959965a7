#include "level.h"
#include "../vector/vectors.h"
#include "../vector/finite.h"
#include "../vector/pooling.h"
