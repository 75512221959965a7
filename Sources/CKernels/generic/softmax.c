#include "level.h"
#include "../vector/vectors.h"
#include "../vector/sums.h"
#include "../vector/softmax.h"
