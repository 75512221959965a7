// How the work is cut so that what is used again is still near: all sizes in one position.

#ifndef CK_BLOCKING_H
#define CK_BLOCKING_H

#include <stddef.h>

/// Returns the bytes of the first and second level data caches of a core.
size_t ck_first_cache(void);
size_t ck_second_cache(void);

/// Returns how many terms of the inner sums are taken at a time for panels of `lanes` results.
///
/// A panel of the inner block, `lanes` numbers for each term, is read again for every tile of rows; it must stay
/// in the first cache beside a tile's weights and the lines that are being read ahead: three quarters of it.
/// Each block costs a load and a store of the tile's sums, 2 operations against `block`, so that 64 terms cost
/// 3 %, and more are better. Blocks are made equally long.
size_t ck_inner_block(size_t inner, size_t lanes);

/// Returns how many panels share one pass over a block of weights.
///
/// Their unfinished sums, `rows · lanes` numbers each, wait in the second cache; a quarter of it is theirs, the
/// rest is for the block of weights and for the source.
size_t ck_panel_group(size_t rows, size_t lanes);
enum { most_panels_of_group = 16 };

/// Returns how many images are laid out at a time for panels that may reach from one image to the next.
///
/// The more images, the fewer lanes of the last vector stay empty. Panels read their terms once from the laid out
size_t ck_image_chunk(size_t images, size_t threads, size_t results, size_t vector, size_t image_bytes);

/// Returns how many images' gradients to the filters are held at a time before they are added up, in order.
size_t ck_gradient_wave(size_t images, size_t threads, size_t bytes);

#endif
