#include "blocking.h"

#include <unistd.h>

static size_t cache(int name, size_t otherwise) {
  long bytes = sysconf(name);
  return bytes > 0 ? (size_t)bytes : otherwise;
}

// The names are those of glibc; elsewhere the sizes of a common processor are taken.
#if defined(_SC_LEVEL1_DCACHE_SIZE)
size_t ck_first_cache(void) { return cache(_SC_LEVEL1_DCACHE_SIZE, 32 << 10); }
size_t ck_second_cache(void) { return cache(_SC_LEVEL2_CACHE_SIZE, 512 << 10); }
#else
size_t ck_first_cache(void) { return 32 << 10; }
size_t ck_second_cache(void) { return 512 << 10; }
#endif

size_t ck_inner_block(size_t inner, size_t lanes) {
  size_t most = ck_first_cache() * 3 / 4 / (lanes * sizeof(float));
  if (most < 64) most = 64;
  size_t blocks = inner ? (inner + most - 1) / most : 1;
  size_t block = (inner + blocks - 1) / blocks;
  return block ? block : 1;
}

size_t ck_panel_group(size_t rows, size_t lanes) {
  size_t panels = ck_second_cache() / 4 / (rows * lanes * sizeof(float));
  return panels < 1 ? 1 : panels > most_panels_of_group ? most_panels_of_group : panels;
}

size_t ck_image_chunk(size_t images, size_t threads, size_t results, size_t vector, size_t image_bytes) {
  size_t best = 1, best_waste = (size_t)-1;
  for (size_t count = 1; count <= images && count <= 16; count++) {
    if (count > 1 && (count * image_bytes > 2 * ck_second_cache() || count * threads > images)) break;
    size_t whole = (count * results + vector - 1) / vector * vector;
    size_t waste = (whole - count * results) * 1000 / (count * results);
    if (waste + 10 < best_waste) {
      best = count;
      best_waste = waste;
    }
  }
  return best;
}

size_t ck_gradient_wave(size_t images, size_t threads, size_t bytes) {
  size_t wave = (8 << 20) / (bytes ? bytes : 1);
  if (wave < threads) wave = threads;
  wave = wave / threads * threads;
  return wave > images ? images : wave;
}
