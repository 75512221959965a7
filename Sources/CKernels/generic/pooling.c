#include "level.h"
#include "../vector/pooling.h"
