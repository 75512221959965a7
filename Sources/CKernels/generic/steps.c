#include "level.h"
#include "../vector/vectors.h"
#include "../vector/steps.h"
