#include "level.h"
#include "../vector/resize.h"
