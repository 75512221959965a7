#include "level.h"
#include "../vector/roofline.h"
