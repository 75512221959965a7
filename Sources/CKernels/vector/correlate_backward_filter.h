// The gradient to the filters: for each image a sum over the outputs, and these added image by image.
//
// Lanes hold neighboring filters: the gradient of the output is transposed, so that those of one output lie side
// by side; the pixels that it met are the same in all lanes. An image's own sums are kept apart, as the order of
// addition is that of the images, whoever made them first.

struct filter_gradient {
  const struct ck_convolution *g;
  struct layout layout;
  size_t channels, filters, input, output, terms;
  /// The outputs as lines of pixels that lie side by side in the source.
  size_t slices, lines, columns, slice_step, line_step;
  const ptrdiff_t *offsets;
  /// Sums lie in blocks of `lanes` filters, one row for each element of a filter.
  size_t vectors, lanes, blocks, tile_rows, lines_at_a_time, sums_of_group, sums_of_image;
  size_t first, wave, parts, stamp;
  const float *dz, *x;
  float *sums, *totals, *dw;
};

/// Makes the sums of one image, or a part of the tiles.
static void sum_image_task(void *context, size_t task) {
  const struct filter_gradient *c = context;
  const struct ck_convolution *g = c->g;
  size_t own = task / c->parts, n = c->first + own, part = task % c->parts;
  size_t size = c->channels * c->layout.plane;
  float *source = ck_zeroed_scratch(ck_scratch_source, (size + LANES) * sizeof(float), c->stamp);
  float *panel = ck_scratch(ck_scratch_panel, (c->lines_at_a_time * c->columns * c->lanes + LANES) * sizeof(float));
  size_t tiles = pieces(c->terms, c->tile_rows), units = tiles * c->blocks;
  size_t first = units * part / c->parts, last = units * (part + 1) / c->parts;
  for (size_t group = 0; group < g->groups && first < last; group++) {
    spread(&c->layout, c->x + (n * g->channels + group * c->channels) * c->input, c->channels, source);
    const float *dz = c->dz + (n * g->filters + group * c->filters) * c->output;
    float *sums = c->sums + own * c->sums_of_image + group * c->sums_of_group;
    for (size_t line = 0; line < c->slices * c->lines;) {
      size_t d = line / c->lines, i = line % c->lines;
      size_t count = smaller(c->lines_at_a_time, c->lines - i);
      const float *pixels = source + d * c->slice_step + i * c->line_step;
      for (size_t unit = first; unit < last;) {
        size_t block = unit / tiles, end = smaller(last, (block + 1) * tiles);
        size_t filters = smaller(c->lanes, c->filters - block * c->lanes);
        transpose(
          dz + block * c->lanes * c->output + line * c->columns, c->output, filters, count * c->columns, panel, c->lanes);
        for (; unit < end; unit++) {
          size_t row = unit % tiles * c->tile_rows;
          striding_tile(
            smaller(c->tile_rows, c->terms - row), c->vectors, count, c->columns, pixels, c->offsets + row,
            c->line_step, 1, panel, sums + (block * c->terms + row) * c->lanes, line > 0);
        }
      }
      line += count;
    }
  }
}

/// Adds the sums of a wave of images to the totals of one block of filters, and stores them after the last one.
static void add_images_task(void *context, size_t task) {
  const struct filter_gradient *c = context;
  size_t group = task / c->blocks, block = task % c->blocks;
  size_t start = group * c->sums_of_group + block * c->terms * c->lanes;
  for (size_t at = start; at < start + c->terms * c->lanes; at += LANES) {
    vector total = c->first ? load(c->totals + at) : (vector){};
    for (size_t n = 0; n < c->wave; n++) total += load(c->sums + n * c->sums_of_image + at);
    store(c->totals + at, total);
  }
  if (c->first + c->wave < c->g->images) return;
  size_t filters = smaller(c->lanes, c->filters - block * c->lanes);
  float *dw = c->dw + (group * c->filters + block * c->lanes) * c->terms;
  transpose(c->totals + start, c->lanes, c->terms, filters, dw, c->terms);
}

void LEVEL(ck_correlate_backward_filter)(
    const struct ck_convolution *g, const float *dz, const float *x, float *dw) {
#if LANES == 16
  // Half a register would be empty: the narrower ones do as much.
  if (g->filters / g->groups <= 8) {
    ck_correlate_backward_filter_avx2(g, dz, x, dw);
    return;
  }
#endif
  const struct ck_axis *axes = g->axes;
  struct filter_gradient c = {.g = g, .dz = dz, .x = x, .dw = dw, .stamp = ck_new_stamp()};
  c.channels = g->channels / g->groups;
  c.filters = g->filters / g->groups;
  c.input = axes[0].input * axes[1].input * axes[2].input;
  c.output = axes[0].output * axes[1].output * axes[2].output;
  c.terms = c.channels * axes[0].window * axes[1].window * axes[2].window;
  if (!c.filters || !c.terms) return;
  if (!g->images || !c.output) {
    memset(dw, 0, g->filters * c.terms * sizeof(float));
    return;
  }
  for (int a = 0; a < 3; a++) {
    c.layout.input[a] = axes[a].input;
    c.layout.before[a] = axes[a].before;
    c.layout.phases[a] = axes[a].stride;
    c.layout.size[a] = (axes[a].window - 1) * axes[a].dilation / axes[a].stride + axes[a].output;
  }
  complete(&c.layout);
  ptrdiff_t *offsets = ck_scratch(ck_scratch_tables, (c.terms + 1) * sizeof(ptrdiff_t));
  list_terms(&c.layout, axes, c.channels, offsets);
  c.offsets = offsets;
  c.slices = axes[0].output;
  c.lines = axes[1].output;
  c.columns = axes[2].output;
  c.line_step = c.layout.size[2];
  c.slice_step = c.layout.size[1] * c.line_step;
  if (c.line_step == c.columns) {
    c.columns *= c.lines;
    c.lines = 1;
  }
  c.vectors = striding_vectors(c.filters);
  c.tile_rows = striding_rows(c.terms, c.vectors);
  c.lanes = c.vectors * LANES;
  c.blocks = pieces(c.filters, c.lanes);
  c.sums_of_group = c.blocks * c.terms * c.lanes;
  c.sums_of_image = g->groups * c.sums_of_group;
  c.lines_at_a_time = larger(1, ck_inner_block(c.columns * c.lines, c.lanes) / c.columns);
  size_t threads = ck_thread_count();
  size_t wave = ck_gradient_wave(g->images, threads, c.sums_of_image * sizeof(float));
  c.sums = ck_scratch(ck_scratch_sums, wave * c.sums_of_image * sizeof(float));
  c.totals = ck_scratch(ck_scratch_totals, c.sums_of_image * sizeof(float));
  double cost = (double)(g->filters * c.terms * c.output) / 40;
  for (c.first = 0; c.first < g->images; c.first += c.wave) {
    c.wave = smaller(wave, g->images - c.first);
    c.parts = c.wave % threads && c.wave < 4 * threads ? threads : 1;
    ck_parallel(c.wave * c.parts, cost / (double)c.parts, sum_image_task, &c);
    ck_parallel(g->groups * c.blocks, (double)(c.terms * c.lanes * c.wave) / 10, add_images_task, &c);
  }
}
