#include "CWorkerHooks.h"
