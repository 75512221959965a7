// FreeType reads glyph outlines from font files; libraqm lays out scripts that need more (Plotting/Text).
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include <raqm.h>
