// libpng: encodes the figures (Plotting/Export).
#include <png.h>
