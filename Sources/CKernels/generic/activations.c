#include "level.h"
#include "../vector/elementwise.h"
