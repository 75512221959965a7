// cmark-gfm: parses GitHub-flavored markdown with line numbers (Notebooks/Document).
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
