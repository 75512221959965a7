import CNN
import Testing
@Test func scratch() throws {
  let data = try Datasets.shapes(count: 750, size: 16, seed: 7)
  print(data)
  var model = Sequential { Conv2D(6, kernel: 5, name: "conv1"); ReLU(); MaxPool2D(2); Conv2D(10, kernel: 3, name: "conv2"); ReLU(); Flatten(); Dense(data.classes.count) }
  try model.build(input: [1, 16, 16], seed: 7)
  print(model.summary)
  let clock = ContinuousClock()
  let t = try clock.measure {
    let h = try model.fit(data.train, validation: data.test, epochs: 8, batchSize: 32, optimizer: .sgd(0.05, momentum: 0.9), seed: 7)
    print(h)
  }
  print(t)
  print(try Tensor([[1.5, 2, 3], [4, 5.25, 6]]), Tensor.ones([2, 2, 2]), Tensor.zeros([40, 40]))
  do { var m = Sequential { Conv2D(4, kernel: 5); MaxPool2D(2); Conv2D(4, kernel: 7) }; try m.build(input: [1, 12, 12]) } catch { print(error) }
}
