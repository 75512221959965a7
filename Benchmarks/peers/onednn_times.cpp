// Times oneDNN on the layers that `nbrun bench` measures; prints one JSON object of names and milliseconds.
//
// Each primitive has its operands in the layout that the library likes best: what bringing them there costs is not
// counted. Compile with: g++ -O2 -fopenmp onednn_times.cpp -ldnnl -o onednn_times

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <unordered_map>

#include <omp.h>
#include <oneapi/dnnl/dnnl.hpp>

using namespace dnnl;
using Dims = memory::dims;
using Arguments = std::unordered_map<int, memory>;

struct Layer {
  const char *name;
  long batch, channels, size, filters, kernel, stride, padding;
};

static const Layer layers[] = {
  {"C1", 64, 1, 28, 8, 5, 1, 2},    {"C2", 64, 8, 14, 16, 5, 1, 2},  {"C3", 64, 3, 32, 32, 3, 1, 1},
  {"C4", 64, 32, 16, 64, 3, 1, 1},  {"C5", 64, 64, 8, 128, 3, 1, 1}, {"C6", 4, 3, 224, 64, 7, 2, 3},
  {"C7", 8, 256, 14, 256, 3, 1, 1}, {"C8", 8, 64, 56, 64, 1, 1, 0},  {"C9", 8, 3, 227, 96, 11, 4, 0},
};

static const engine processor(engine::kind::cpu, 0);
static stream queue(processor);
static double seconds;

static double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Prints the least time of at least five calls.
static void report(const std::string &name, const primitive &work, Arguments arguments) {
  static bool is_first = true;
  double begin = now(), least = 1e9;
  for (int calls = 0; calls < 5 || now() - begin < seconds; calls++) {
    double start = now();
    work.execute(queue, arguments);
    queue.wait();
    least = std::min(least, now() - start);
  }
  printf("%s\"%s\": %.6f", is_first ? "{" : ", ", name.c_str(), least * 1e3);
  is_first = false;
}

/// Returns numbers between −1 and 1 in a layout.
static memory numbers(const memory::desc &layout) {
  memory result(layout, processor);
  auto *to = static_cast<float *>(result.get_data_handle());
  unsigned state = 1;
  for (size_t i = 0; i < layout.get_size() / sizeof(float); i++) {
    state = state * 1664525u + 1013904223u;
    to[i] = (float)(int)state * 0x1p-31f;
  }
  return result;
}

static memory::desc described(const Dims &sizes, memory::format_tag layout) {
  return memory::desc(sizes, memory::data_type::f32, layout);
}

static void measure(const Layer &l) {
  long output = (l.size + 2 * l.padding - l.kernel) / l.stride + 1;
  auto any = memory::format_tag::any;
  auto x = described({l.batch, l.channels, l.size, l.size}, any);
  auto w = described({l.filters, l.channels, l.kernel, l.kernel}, any);
  auto b = described({l.filters}, memory::format_tag::a);
  auto z = described({l.batch, l.filters, output, output}, any);
  Dims stride{l.stride, l.stride}, padding{l.padding, l.padding};
  auto direct = algorithm::convolution_direct;
  convolution_forward::primitive_desc forward(
    {prop_kind::forward_training, direct, x, w, b, z, stride, padding, padding}, processor);
  convolution_backward_data::primitive_desc to_input(
    {direct, x, w, z, stride, padding, padding}, processor, forward);
  convolution_backward_weights::primitive_desc to_filter(
    {direct, x, w, z, stride, padding, padding}, processor, forward);
  std::string name = l.name;
  report(
    name + " forward", convolution_forward(forward),
    {{DNNL_ARG_SRC, numbers(forward.src_desc())},
     {DNNL_ARG_WEIGHTS, numbers(forward.weights_desc())},
     {DNNL_ARG_BIAS, numbers(b)},
     {DNNL_ARG_DST, numbers(forward.dst_desc())}});
  report(
    name + " gradient to input", convolution_backward_data(to_input),
    {{DNNL_ARG_DIFF_SRC, numbers(to_input.diff_src_desc())},
     {DNNL_ARG_WEIGHTS, numbers(to_input.weights_desc())},
     {DNNL_ARG_DIFF_DST, numbers(to_input.diff_dst_desc())}});
  report(
    name + " gradient to filter", convolution_backward_weights(to_filter),
    {{DNNL_ARG_SRC, numbers(to_filter.src_desc())},
     {DNNL_ARG_DIFF_WEIGHTS, numbers(to_filter.diff_weights_desc())},
     {DNNL_ARG_DIFF_DST, numbers(to_filter.diff_dst_desc())}});
}

/// Usage: onednn_times THREADS SECONDS
int main(int count, char **arguments) {
  if (count != 3) return 2;
  omp_set_num_threads(atoi(arguments[1]));
  seconds = atof(arguments[2]);
  for (const Layer &layer : layers) measure(layer);
  puts("}");
}
