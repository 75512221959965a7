#include "level.h"
#include "../vector/dropout.h"
