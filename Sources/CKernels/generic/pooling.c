#include "level.h"
#include "../vector/vectors.h"
#include "../vector/pooling.h"
