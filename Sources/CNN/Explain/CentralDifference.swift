/// Returns the derivative of `function` at `x` to one element, measured: `(f(x + h) − f(x − h)) / 2h`.
///
/// `x` is moved for the measurement and put back.
///
/// - Complexity: two calls of the function.
func centralDifference(
  of function: (NDArray<Double>) -> Double, at x: inout NDArray<Double>, _ element: Int, step: Double
) -> Double {
  let center = x.scalars[element]
  defer { x.scalars[element] = center }
  x.scalars[element] = center + step
  let above = function(x)
  x.scalars[element] = center - step
  let below = function(x)
  return (above - below) / (2 * step)
}
