// libjpeg-turbo: decodes images of data sets (CNN/Data).
//
// Left to itself libjpeg ends the process at an error. Here errors leave by longjmp, which must not cross a Swift frame:
// cjpeg_decode and all that it calls are C.
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jpeglib.h>
#include <jerror.h>

typedef enum { CJPEG_DONE, CJPEG_DAMAGED, CJPEG_TOO_LARGE, CJPEG_NO_MEMORY, CJPEG_CMYK } cjpeg_result;

// A decoded image: height rows of width pixels of `channels` bytes (1: gray, 3: red, green, blue). The caller
// frees pixels. On failure pixels is NULL and message says why.
typedef struct {
  uint32_t width, height;
  int channels;
  uint8_t *pixels;
  cjpeg_result result;
  char message[JMSG_LENGTH_MAX];
} cjpeg_image;

typedef struct {
  struct jpeg_error_mgr manager;  // first, as libjpeg knows only this
  jmp_buf exit;
  cjpeg_image *image;
} cjpeg_errors;

static void cjpeg_fail(j_common_ptr info) {
  cjpeg_errors *errors = (cjpeg_errors *)info->err;
  if (errors->manager.msg_code != JERR_OUT_OF_MEMORY) {
    errors->image->result = CJPEG_DAMAGED;
    errors->manager.format_message(info, errors->image->message);
  }
  longjmp(errors->exit, 1);
}

// libjpeg makes up the pixels of what is damaged or missing, and warns: that is an error here. The warnings that are
// listed do not touch the pixels; many cameras write a few bytes too many before a marker.
static void cjpeg_warn(j_common_ptr info, int level) {
  if (level >= 0) return;  // a remark
  switch (info->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_JFIF_MAJOR:
    case JWRN_BOGUS_ICC: return;
    default: cjpeg_fail(info);
  }
}

// Decodes a whole file of 8 bits a sample. An image of more than `pixel_limit` pixels is refused before memory is asked
// for; its size is then known.
static __attribute__((noinline, unused)) cjpeg_result cjpeg_decode(const uint8_t *bytes, size_t count,
                                                                   uint64_t pixel_limit, cjpeg_image *image) {
  memset(image, 0, sizeof *image);
  image->result = CJPEG_NO_MEMORY;
  cjpeg_errors errors;
  struct jpeg_decompress_struct info;
  memset(&info, 0, sizeof info);
  info.err = jpeg_std_error(&errors.manager);
  errors.manager.error_exit = cjpeg_fail;
  errors.manager.emit_message = cjpeg_warn;
  errors.image = image;
  if (setjmp(errors.exit)) {
    jpeg_destroy_decompress(&info);
    free(image->pixels);
    image->pixels = NULL;
    return image->result;
  }
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, bytes, count);
  jpeg_read_header(&info, TRUE);
  image->width = info.image_width;
  image->height = info.image_height;
  image->channels = info.num_components == 1 ? 1 : 3;
  if ((uint64_t)image->width * image->height > pixel_limit) {
    image->result = CJPEG_TOO_LARGE;
    longjmp(errors.exit, 1);
  }
  if (info.num_components == 4) {
    image->result = CJPEG_CMYK;
    longjmp(errors.exit, 1);
  }
  info.out_color_space = image->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  // Of libjpeg's ways to compute, these are exact integer arithmetic, the same bits with every instruction set.
  info.dct_method = JDCT_ISLOW;
  info.do_fancy_upsampling = TRUE;
  info.do_block_smoothing = FALSE;
  jpeg_start_decompress(&info);
  size_t row_bytes = (size_t)image->width * image->channels;
  image->pixels = (uint8_t *)malloc(row_bytes * image->height);
  if (!image->pixels) longjmp(errors.exit, 1);
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = image->pixels + info.output_scanline * row_bytes;
    jpeg_read_scanlines(&info, &row, 1);
  }
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  return image->result = CJPEG_DONE;
}
