package import Display

/// What answers the requests that a kernel gets.
package protocol KernelResponder: Sendable {
  /// What `kernel_info_reply` says, apart from the status.
  var information: JSON.Members { get }

  /// Starts what requests need; called on the thread of `answer`, before the first.
  func begin()

  /// Answers a request of the shell channel, one at a time and always on the same thread; nil for one that it does not
  /// know.
  func answer(_ request: Request) -> JSON.Members?

  /// Called on the thread of `answer`, once in every pause between requests; not to take long.
  func pause()

  /// Ends what `answer` is doing; called on another thread.
  func interrupt()

  /// Ends all that the kernel has started; called on the thread of `answer`, once.
  func end()
}

/// A request that is being answered.
package struct Request: Sendable {
  /// The message that asks.
  package let message: Message
  let server: KernelServer

  /// What is asked for: `execute_request`.
  package var type: String { message.type }

  /// What the message says.
  package var content: JSON { message.content }

  /// Publishes something that belongs to the request to all clients.
  package func publish(_ type: String, _ content: JSON.Members, metadata: JSON.Members = [:]) {
    server.publish(type, content, metadata: metadata, parent: message.header)
  }

  /// Asks the sender of the request for a line; `take` gets it on another thread, unless the request ends before.
  package func askForInput(
    prompt: String, isPassword: Bool, _ take: @escaping @Sendable (String) -> Void
  ) {
    server.askForInput(
      ["prompt": .string(prompt), "password": .bool(isPassword)], of: message, take)
  }
}
