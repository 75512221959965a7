import Glibc

// Reads the name of a picture from each line of standard input, draws it, and answers with the seconds from the
// call to the bytes of the file, and their number. With a folder as argument the files are written there.
var drawings: [String: () throws -> [UInt8]] = [:]
while let name = readLine() {
  guard let picture = Picture(rawValue: name) else {
    print("error: no picture is named \(name)")
    fflush(nil)
    continue
  }
  let draw = drawings[name] ?? picture.prepared()
  drawings[name] = draw
  var (start, end) = (timespec(), timespec())
  clock_gettime(CLOCK_MONOTONIC, &start)
  let bytes = try draw()
  clock_gettime(CLOCK_MONOTONIC, &end)
  let seconds = Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) * 1e-9
  if CommandLine.arguments.count > 1, let file = fopen("\(CommandLine.arguments[1])/\(name).png", "wb") {
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }
  print(seconds, bytes.count)
  fflush(nil)
}
