// Exchanging rows and columns, in blocks that fit into registers.

#if LANES == 16
/// The first and the second row of what two rows become when blocks of `size` lanes are exchanged.
#define LOW1 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30
#define HIGH1 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31
#define LOW2 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29
#define HIGH2 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31
#define LOW4 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27
#define HIGH4 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31
#define LOW8 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23
#define HIGH8 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31
#elif LANES == 8
#define LOW1 0, 8, 2, 10, 4, 12, 6, 14
#define HIGH1 1, 9, 3, 11, 5, 13, 7, 15
#define LOW2 0, 1, 8, 9, 4, 5, 12, 13
#define HIGH2 2, 3, 10, 11, 6, 7, 14, 15
#define LOW4 0, 1, 2, 3, 8, 9, 10, 11
#define HIGH4 4, 5, 6, 7, 12, 13, 14, 15
#else
#define LOW1 0, 4, 2, 6
#define HIGH1 1, 5, 3, 7
#define LOW2 0, 1, 4, 5
#define HIGH2 2, 3, 6, 7
#endif

#define EXCHANGE(size) \
  for (size_t i = 0; i < LANES; i++) { \
    if (i & size) continue; \
    vector a = rows[i], b = rows[i + size]; \
    rows[i] = __builtin_shufflevector(a, b, LOW##size); \
    rows[i + size] = __builtin_shufflevector(a, b, HIGH##size); \
  }

/// Transposes a block of `height` × `width` numbers, at most LANES each way.
ALWAYS_INLINE void transpose_block(
    const float *from, size_t from_step, size_t height, size_t width, float *to, size_t to_step) {
  vector rows[LANES];
  if (height == LANES && width == LANES) {
    for (size_t i = 0; i < LANES; i++) rows[i] = load(from + i * from_step);
  } else {
    for (size_t i = 0; i < LANES; i++) {
      rows[i] = i >= height ? (vector){} : width == LANES ? load(from + i * from_step)
        : load_first(from + i * from_step, width);
    }
  }
  EXCHANGE(1)
  EXCHANGE(2)
#if LANES >= 8
  EXCHANGE(4)
#endif
#if LANES >= 16
  EXCHANGE(8)
#endif
  if (height == LANES && width == LANES) {
    for (size_t i = 0; i < LANES; i++) store(to + i * to_step, rows[i]);
  } else {
    for (size_t i = 0; i < LANES; i++) {
      if (i >= width) break;
      if (height == LANES) store(to + i * to_step, rows[i]);
      else store_first(to + i * to_step, rows[i], height);
    }
  }
}

/// Writes row j, column i of `to` from row i, column j of `from`, for `rows` × `columns` numbers of `from`.
static void transpose(
    const float *from, size_t from_step, size_t rows, size_t columns, float *to, size_t to_step) {
  for (size_t i = 0; i < rows; i += LANES) {
    size_t height = smaller(LANES, rows - i);
    for (size_t j = 0; j < columns; j += LANES) {
      size_t width = smaller(LANES, columns - j);
      transpose_block(from + i * from_step + j, from_step, height, width, to + j * to_step + i, to_step);
    }
  }
}
