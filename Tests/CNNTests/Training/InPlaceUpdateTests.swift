import CNN
import Testing

/// A steady step changes the parameters where they are: it makes no copy of them.
@Suite struct InPlaceUpdateTests {
  @Test func parametersStayWhereTheyAre() throws {
    var model = Sequential {
      Conv2D(6, kernel: 5, padding: 2)
      ReLU()
      MaxPool2D(2)
      Flatten()
      Dense(10)
    }
    let data = try Datasets.shapes(count: 20, seed: 1)
    var addresses: [[Int]] = []
    for optimizer in ["momentum", "Adam"] {
      addresses = []
      let note: (History.Epoch, Sequential) -> Void = { _, model in
        addresses.append(
          model.parameters.map {
            $0.value.scalars.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
          })
      }
      if optimizer == "Adam" {
        _ = try model.fit(
          data, epochs: 5, batchSize: data.count, optimizer: .adam(0.001), seed: 1, onEpoch: note)
      } else {
        _ = try model.fit(
          data, epochs: 5, batchSize: data.count, optimizer: .sgd(0.001, momentum: 0.9), seed: 1,
          onEpoch: note)
      }
      // The first step leaves the caller's model as it was.
      #expect(addresses.count == 5 && Set(addresses.dropFirst()).count == 1, "\(optimizer)")
    }
  }
}
