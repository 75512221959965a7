// libpng: encodes the figures (Plotting/Export) and decodes images of data sets (CNN/Data).
//
// libpng reports errors by longjmp, which must not cross a Swift frame: cpng_encode, cpng_decode and all that they
// call are C.
#include <png.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// What to encode. All pointers belong to the caller and are only read.
typedef struct {
  uint32_t width, height;
  int bit_depth;                // 1, 2, 4 or 8
  int color_type;               // PNG_COLOR_TYPE_GRAY, _PALETTE or _RGB
  const uint8_t *rows;          // height rows of row_bytes bytes, packed as PNG stores them
  size_t row_bytes;
  const uint8_t *palette;       // palette_count times red, green, blue
  int palette_count;
  uint32_t pixels_per_meter;
  const char *const *keywords;  // text_count keywords, and as many texts in UTF-8
  const char *const *texts;
  int text_count;
} cpng_picture;

// The file, grown by malloc; the caller frees bytes. On failure bytes is NULL and message says why.
typedef struct {
  uint8_t *bytes;
  size_t count, capacity;
  char message[128];
} cpng_file;

static void cpng_append(png_structp png, png_bytep data, size_t count) {
  cpng_file *file = (cpng_file *)png_get_io_ptr(png);
  if (count > file->capacity - file->count) {
    size_t capacity = 2 * file->capacity + count + 4096;
    uint8_t *bytes = (uint8_t *)realloc(file->bytes, capacity);
    if (!bytes) png_error(png, "out of memory");
    file->bytes = bytes;
    file->capacity = capacity;
  }
  memcpy(file->bytes + file->count, data, count);
  file->count += count;
}

static void cpng_flush(png_structp png) { (void)png; }

static void cpng_warn(png_structp png, png_const_charp message) { (void)png, (void)message; }

static void cpng_fail(png_structp png, png_const_charp message) {
  cpng_file *file = (cpng_file *)png_get_error_ptr(png);
  strncpy(file->message, message, sizeof file->message - 1);
  png_longjmp(png, 1);
}

// ASCII goes into a tEXt chunk as it is; other text stays UTF-8 in an iTXt chunk.
static int cpng_is_ascii(const char *text) {
  for (; *text; text++)
    if ((unsigned char)*text >= 0x80) return 0;
  return 1;
}

// Returns 0 when `file` holds the picture.
static __attribute__((noinline, unused)) int cpng_encode(const cpng_picture *picture, cpng_file *file) {
  memset(file, 0, sizeof *file);
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, file, cpng_fail, cpng_warn);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info || setjmp(png_jmpbuf(png))) {
    if (!file->message[0]) strcpy(file->message, "out of memory");
    png_destroy_write_struct(&png, info ? &info : NULL);
    free(file->bytes);
    file->bytes = NULL;
    return 1;
  }
  png_set_write_fn(png, file, cpng_append, cpng_flush);
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_set_IHDR(png, info, picture->width, picture->height, picture->bit_depth, picture->color_type,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (picture->color_type == PNG_COLOR_TYPE_PALETTE)
    png_set_PLTE(png, info, (png_const_colorp)picture->palette, picture->palette_count);
  png_set_sRGB(png, info, PNG_sRGB_INTENT_RELATIVE);
  png_set_pHYs(png, info, picture->pixels_per_meter, picture->pixels_per_meter, PNG_RESOLUTION_METER);
  for (int i = 0; i < picture->text_count; i++) {
    png_text text = {0};
    text.compression =
        cpng_is_ascii(picture->texts[i]) ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE;
    text.key = (char *)picture->keywords[i];
    text.text = (char *)picture->texts[i];
    png_set_text(png, info, &text, 1);
  }
  // Flat areas and repeated letters compress best unfiltered, and rows like the one above as its difference, zeros.
  // Photographs need libpng's choice for each row. Level 8 takes twice as long as 7 for 6 % less.
  int has_palette = picture->color_type == PNG_COLOR_TYPE_PALETTE;
  png_set_filter(png, 0, has_palette ? PNG_FILTER_NONE | PNG_FILTER_UP : PNG_ALL_FILTERS);
  png_set_compression_level(png, 7);
  // libpng would choose another one for filtered rows, of which these are few.
  png_set_compression_strategy(png, 0);
  png_set_check_for_invalid_index(png, 0);
  png_write_info(png, info);
  for (uint32_t y = 0; y < picture->height; y++) {
    const uint8_t *row = picture->rows + y * picture->row_bytes;
    // With the first row libpng sets up for both filters.
    if (has_palette && y > 0) {
      int is_repeated = memcmp(row, row - picture->row_bytes, picture->row_bytes) == 0;
      png_set_filter(png, 0, is_repeated ? PNG_FILTER_UP : PNG_FILTER_NONE);
    }
    png_write_row(png, row);
  }
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return 0;
}

typedef enum { CPNG_DONE, CPNG_DAMAGED, CPNG_TOO_LARGE, CPNG_NO_MEMORY } cpng_result;

// A decoded image: height rows of width pixels of `channels` samples (1: gray, 3: red, green, blue), each of 8 bits, or
// of 16 with the high byte first. The caller frees pixels. On failure pixels is NULL and message says why.
typedef struct {
  uint32_t width, height;
  int channels, bit_depth;
  uint8_t *pixels;
  cpng_result result;
  char message[128];
} cpng_image;

// The file's bytes, read up to `position`.
typedef struct {
  const uint8_t *bytes;
  size_t count, position;
} cpng_source;

static void cpng_read(png_structp png, png_bytep data, size_t count) {
  cpng_source *source = (cpng_source *)png_get_io_ptr(png);
  if (count > source->count - source->position) png_error(png, "the file ends early");
  memcpy(data, source->bytes + source->position, count);
  source->position += count;
}

static void cpng_fail_image(png_structp png, png_const_charp message) {
  cpng_image *image = (cpng_image *)png_get_error_ptr(png);
  image->result = CPNG_DAMAGED;
  strncpy(image->message, message, sizeof image->message - 1);
  png_longjmp(png, 1);
}

// Decodes a whole file, transparency blended with black, palettes resolved. Files of 16 bits a sample keep them if
// max_depth is 16; all others, and all if it is 8, give 8 bits. An image of more than `pixel_limit` pixels is refused
// before any memory is asked for; its size is then known.
static __attribute__((noinline, unused)) cpng_result cpng_decode(const uint8_t *bytes, size_t count, int max_depth,
                                                                 uint64_t pixel_limit, cpng_image *image) {
  memset(image, 0, sizeof *image);
  image->result = CPNG_NO_MEMORY;
  cpng_source source = {bytes, count, 0};
  png_bytep *volatile rows = NULL;  // volatile: its value is read after a longjmp
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, image, cpng_fail_image, cpng_warn);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info || setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, info ? &info : NULL, NULL);
    free(rows);
    free(image->pixels);
    image->pixels = NULL;
    return image->result;
  }
  png_set_read_fn(png, &source, cpng_read);
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_set_chunk_malloc_max(png, 8 << 20);
  png_read_info(png, info);
  image->width = png_get_image_width(png, info);
  image->height = png_get_image_height(png, info);
  if ((uint64_t)image->width * image->height > pixel_limit) {
    image->result = CPNG_TOO_LARGE;
    png_longjmp(png, 1);
  }
  png_byte color = png_get_color_type(png, info);
  int has_alpha = (color & PNG_COLOR_MASK_ALPHA) || png_get_valid(png, info, PNG_INFO_tRNS);
  png_set_expand(png);
  if (max_depth == 8) png_set_scale_16(png);
  if (has_alpha) {
    png_color_16 black = {0};
    png_set_background(png, &black, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
  }
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  image->channels = png_get_channels(png, info);
  image->bit_depth = png_get_bit_depth(png, info);
  size_t row_bytes = png_get_rowbytes(png, info);
  if ((image->channels != 1 && image->channels != 3) ||
      row_bytes != (size_t)image->width * image->channels * (image->bit_depth / 8))
    png_error(png, "the image is of an unknown kind");
  image->pixels = (uint8_t *)malloc(row_bytes * image->height);
  rows = (png_bytep *)malloc(sizeof(png_bytep) * image->height);
  if (!image->pixels || !rows) png_longjmp(png, 1);
  for (uint32_t y = 0; y < image->height; y++) rows[y] = image->pixels + y * row_bytes;
  png_read_image(png, rows);
  png_read_end(png, NULL);
  png_destroy_read_struct(&png, &info, NULL);
  free(rows);
  return image->result = CPNG_DONE;
}
