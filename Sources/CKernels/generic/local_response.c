#include "level.h"
#include "../vector/local_response.h"
