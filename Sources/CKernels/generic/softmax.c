#include "level.h"
#include "../vector/softmax.h"
