// Duktape: the JavaScript engine that runs KaTeX when a handout is written (Notebooks/Rendering).
#include <duktape.h>
