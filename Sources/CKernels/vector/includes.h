// What the kernels of all vector levels need, included before the level's instructions are switched on.

#include "../blocking.h"
#include "../elementary.h"
#include "../generic/convolution.h"
#include "../levels.h"
#include "../threads.h"

#include <stdint.h>
#include <string.h>
