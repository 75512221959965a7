// The matrix product: lanes hold neighboring columns of the result.

#pragma once

#include "tiles.h"
#include "transpose.h"
#include "vectors.h"

struct multiplication {
  const struct ck_product *p;
  size_t vectors, lanes, tile_rows, rows_of_task, row_tasks, panels, block;
  const float *a, *b, *start, *bias, *relu_mask;
  float *c;
  int fuses_relu;
};

/// Packs `terms` rows of a panel of `b`.
static void pack_columns(const struct multiplication *m, size_t term, size_t terms, size_t column, float *panel) {
  const struct ck_product *p = m->p;
  const float *from = m->b + term * p->b_row + column * p->b_column;
  size_t columns = smaller(m->lanes, p->columns - column);
  if (p->b_column == 1) {
    for (size_t q = 0; q < terms; q++) {
      size_t done = 0;
      for (; done + LANES <= columns; done += LANES) store(panel + q * m->lanes + done, load(from + q * p->b_row + done));
      if (done < columns) store(panel + q * m->lanes + done, load_first(from + q * p->b_row + done, columns - done));
    }
  } else if (p->b_row == 1) {
    transpose(from, p->b_column, columns, terms, panel, m->lanes);
  } else {
    for (size_t q = 0; q < terms; q++) {
      for (size_t j = 0; j < columns; j++) panel[q * m->lanes + j] = from[q * p->b_row + j * p->b_column];
    }
  }
}

/// Computes some rows of a panel of columns.
static void multiply_task(void *context, size_t task) {
  const struct multiplication *m = context;
  const struct ck_product *p = m->p;
  size_t column = task / m->row_tasks * m->lanes, columns = smaller(m->lanes, p->columns - column);
  size_t first = task % m->row_tasks * m->rows_of_task, rows = smaller(m->rows_of_task, p->rows - first);
  float *panel = ck_scratch(ck_scratch_panel, (m->block * m->lanes + LANES) * sizeof(float));
  float *sums = ck_scratch(ck_scratch_tiles, (rows * m->lanes + LANES) * sizeof(float));
  ptrdiff_t offsets[12];
  for (size_t i = 0; i < 12; i++) offsets[i] = (ptrdiff_t)(i * p->a_row);
  for (size_t row = 0; m->start && row < rows; row++) {
    memcpy(sums + row * m->lanes, m->start + (first + row) * p->columns + column, columns * sizeof(float));
  }
  size_t done = 0;
  do {
    size_t terms = smaller(m->block, p->inner - done);
    pack_columns(m, done, terms, column, panel);
    for (size_t row = 0; row < rows; row += m->tile_rows) {
      struct striding tile = {
        1, terms, m->a + (first + row) * p->a_row + done * p->a_column, offsets, 0, p->a_column, panel, 0,
        sums + row * m->lanes, m->lanes};
      striding_tile(smaller(m->tile_rows, rows - row), m->vectors, &tile, done > 0 || m->start ? continue_sums : write_sums);
    }
    done += terms;
  } while (done < p->inner);
  for (size_t row = 0; row < rows; row++) {
    size_t position = (first + row) * p->columns + column;
    const float *outputs = m->relu_mask ? m->relu_mask + position : NULL;
    float *to = m->c + position;
    for (size_t at = 0; at < columns; at += LANES) {
      vector v = load(sums + row * m->lanes + at);
      size_t count = smaller(LANES, columns - at);
      if (m->bias) v += (count == LANES ? load(m->bias + column + at) : load_first(m->bias + column + at, count));
      v = canonical(v);
      if (m->fuses_relu) v = positive_part(v);
      if (outputs) v = pass_back(v, count == LANES ? load(outputs + at) : load_first(outputs + at, count));
      if (count == LANES) store(to + at, v);
      else store_first(to + at, v, count);
    }
  }
}

void LEVEL(ck_multiply)(
    const struct ck_product *p, const float *a, const float *b, const float *start, const float *bias, int fuses_relu,
    const float *relu_mask, float *c) {
  if (!p->rows || !p->columns) return;
  struct multiplication m = {
    .p = p, .a = a, .b = b, .start = start, .bias = bias, .relu_mask = relu_mask, .c = c, .fuses_relu = fuses_relu};
  m.vectors = striding_vectors(p->columns);
  m.lanes = m.vectors * LANES;
  m.tile_rows = striding_rows(p->rows, m.vectors);
  m.block = ck_inner_block(p->inner, m.lanes);
  m.panels = pieces(p->columns, m.lanes);
  // Rows are divided where there are too few panels for the threads, or their sums too many for the cache.
  size_t threads = ck_thread_count();
  size_t most = larger(m.tile_rows, ck_second_cache() / 4 / (m.lanes * sizeof(float)) / m.tile_rows * m.tile_rows);
  m.row_tasks = larger(pieces(p->rows, most), m.panels < 2 * threads ? pieces(2 * threads, m.panels) : 1);
  m.rows_of_task = pieces(pieces(p->rows, m.row_tasks), m.tile_rows) * m.tile_rows;
  m.row_tasks = pieces(p->rows, m.rows_of_task);
  ck_parallel(
    m.panels * m.row_tasks, (double)(m.rows_of_task * p->inner * m.lanes) / 40, multiply_task, &m);
}
