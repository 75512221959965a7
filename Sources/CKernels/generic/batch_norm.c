#include "level.h"
#include "../vector/batch_norm.h"
