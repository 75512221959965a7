#include "level.h"
#include "../vector/steps.h"
