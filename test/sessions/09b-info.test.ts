import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

/** `i` and `runtimeInfo`, as in the golden session 09b: steps 37 to 58. */
describe("i at the prompt", () => {
  const cluster = createCluster();
  beforeAll(() => cluster.start("me@localhost"));
  afterAll(() => cluster.stopAll());

  const play = async (transcript: string): Promise<void> => {
    await cluster.play(transcript);
  };

  it("tells of processes: those that live, those that have ended, and those of other nodes", async () => {
    await cluster.start("you@localhost");
    await play(`
      me> i(self())
      Term
        #PID<0.[..].0>
      Data type
        Pid
      Alive
        true
      Name
        not registered
      Links
        none
      Message queue length
        0
      Description
        Use Process.info(pid) to get more info about this process
      Reference modules
        Process, Node
      me> i(pid(0, 99999, 0))
      Term
        #PID<0.99999.0>
      Data type
        Pid
      Alive
        false
      Description
        Use Process.info(pid) to get more info about this process
      Reference modules
        Process, Node
      me> const there = Node.spawnLink("you@localhost", async () => { Process.register(self(), "there"); await receive() })
      #PID<10001.[..].0>
      me> i(there)
      Term
        #PID<10001.[..].0>
      Data type
        Pid
      Alive
        true
      Name
        :there
      Links
        #PID<0.[..].0>
      Message queue length
        0
      Description
        Use Process.info(pid) to get more info about this process
      Reference modules
        Process, Node
      me> i(Process.whereis("user"))
      Term
        #PID<0.[..].0>
      Data type
        Pid
      Alive
        true
      Name
        :user
      Links
        [..]
      Message queue length
        0
      Description
        Use Process.info(pid) to get more info about this process
      Reference modules
        Process, Node
    `);
  });

  it("tells of atoms, of names of nodes and of modules", () =>
    play(`
      me> i(atom.foo)
      Term
        :foo
      Data type
        Atom
      Reference modules
        atom
      me> i(Node.self())
      Term
        :me@localhost
      Data type
        Atom
      Node
        This is the name of this node.
      Reference modules
        atom
      me> i(atom("you@localhost"))
      Term
        :you@localhost
      Data type
        Atom
      Node
        This has the form of a node's name. It is connected with this node.
      Reference modules
        atom
      me> i("you@localhost")
      Term
        "you@localhost"
      Data type
        string
      Length
        13
      Byte size
        13
      Description
        This is a string: UTF-16 here, a UTF-8 encoded binary for other nodes.
      Node
        This has the form of a node's name. It is connected with this node.
      Raw representation
        <<121, 111, 117, 64, 108, 111, 99, 97, 108, 104, 111, 115, 116>>
      Erlang term
        binary
      Reference modules
        String
      Implemented protocols
        Iterable
      me> i(Node)
      Term
        Node
      Data type
        Module
      Functions
        [..]
      Description
        Use h(Node) to access its documentation.
        Call exports(Node) to list its functions.
      Raw representation
        :"Elixir.Node"
      Erlang term
        atom
      me> i(atom("Elixir.Nope"))
      Term
        Nope
      Data type
        Atom
      Raw representation
        :"Elixir.Nope"
      Reference modules
        atom
    `));

  it("tells of lists, tuples, objects and maps", () =>
    play(`
      me> i([1, 2, 3])
      Term
        [1, 2, 3]
      Data type
        Array
      Length
        3
      Erlang term
        list
      Prototype chain
        Array, Object
      Reference modules
        Array
      Implemented protocols
        Iterable
      me> i(tuple(1, 2))
      Term
        {1, 2}
      Data type
        Tuple
      Size
        2
      Description
        A list that does not change: t[0] is its first element.
      Erlang term
        tuple
      Reference modules
        tuple, Array
      Implemented protocols
        Iterable
      me> i({ a: 1 })
      Term
        { a: 1 }
      Data type
        Object
      Keys
        1
      Erlang term
        map with atoms as keys
      Reference modules
        Object
      me> i(new Map([[1, 2]]))
      Term
        Map(1) { 1 => 2 }
      Data type
        Map
      Size
        1
      Erlang term
        map
      Prototype chain
        Map, Object
      Reference modules
        Map
      Implemented protocols
        Iterable
    `));

  it("tells of texts and bytes", () =>
    play(`
      me> i("żó")
      Term
        "żó"
      Data type
        string
      Length
        2
      Byte size
        4
      Description
        This is a string: UTF-16 here, a UTF-8 encoded binary for other nodes.
      Raw representation
        <<197, 188, 195, 179>>
      Erlang term
        binary
      Reference modules
        String
      Implemented protocols
        Iterable
      me> i(Uint8Array.of(1, 255))
      Term
        <<1, 255>>
      Data type
        Uint8Array
      Byte size
        2
      Description
        This is a binary: a collection of bytes. It's printed with the \`<<>>\`
        syntax because it is not a UTF-8 encoded binary
        (the first invalid byte being \`<<255>>\`)
      Erlang term
        binary
      Reference modules
        Uint8Array
      Implemented protocols
        Iterable
    `));

  it("tells of numbers, null and truth", () =>
    play(`
      me> i(1)
      Term
        1
      Data type
        number
      Erlang term
        integer
      Reference modules
        Number, Math
      me> i(1.5)
      Term
        1.5
      Data type
        number
      Erlang term
        float
      Reference modules
        Number, Math
      me> i(null)
      Term
        null
      Data type
        null
      Erlang term
        the atom nil
      me> i(true)
      Term
        true
      Data type
        boolean
      Erlang term
        the atom true
      me> i(NaN)
      Term
        NaN
      Data type
        number
      Erlang term
        none: it cannot be sent
      Reference modules
        Number, Math
    `));

  it("tells of functions and classes", () =>
    play(`
      me> i((x: number) => x)
      Term
        #Function<anonymous/1>
      Data type
        Function
      Type
        local
      Arity
        1
      Description
        This is an anonymous function.
      Erlang term
        function: it travels with what it has captured
      Reference modules
        Function
      me> i(Node.list)
      Term
        &Node.list/0
      Data type
        Function
      Type
        external
      Arity
        0
      Erlang term
        external function: it travels by its name
      Reference modules
        Function
      me> class Silent { get [Symbol.for("iex.info")]() { return () => 12 } }
      #Class<Silent>
      me> i(new Silent())
      Term
        Silent {}
      Data type
        Silent
      [Symbol.for("iex.info")]()
        gave 12, and should give an object of headings and texts, such as { Size: "3" }
      Keys
        0
      Description
        This is an instance of the class Silent.
      Erlang term
        none: it cannot be sent
      Prototype chain
        Silent, Object
      Reference modules
        Object
      me> class Point { x = 1; get [Symbol.for("iex.info")]() { return () => ({ Place: "here" }) } }
      #Class<Point>
      me> i(new Point())
      Term
        Point { x: 1 }
      Data type
        Point
      Place
        here
      Keys
        1
      Description
        This is an instance of the class Point.
      Erlang term
        none: it cannot be sent
      Prototype chain
        Point, Object
      Reference modules
        Object
      me> i(Point)
      Term
        #Class<Point>
      Data type
        Class
      Erlang term
        function: it travels with what it has captured
      Reference modules
        Function
    `));

  it("tells of references, dates, errors and promises", () =>
    play(`
      me> i(makeRef())
      Term
        #Reference<..>
      Data type
        Reference
      Node
        :me@localhost
      Reference modules
        makeRef, ref
      me> i(new Date(0))
      Term
        1970-01-01T00:00:00.000Z
      Data type
        Date
      Description
        A point in time, to the millisecond.
      Erlang term
        DateTime
      Prototype chain
        Date, Object
      Reference modules
        Date
      me> i(new RangeError("too far", { cause: atom.why }))
      Term
        [RangeError: too far] { [cause]: :why }
      Data type
        RangeError
      Message
        too far
      Cause
        :why
      Description
        This is an error. Other nodes see an exception.
      Erlang term
        exception
      Prototype chain
        RangeError, Error, Object
      Reference modules
        RangeError
      me> i(Promise.resolve(1))
      Term
        Promise {}
      Data type
        Promise
      Description
        A value that is not there yet: i(await promise) tells of the value.
      Erlang term
        none: it cannot be sent
      Prototype chain
        Promise, Object
      Reference modules
        Promise
      Implemented protocols
        PromiseLike
    `));

  it("tells of the last value when it is given none", () =>
    play(`
      me> 12n
      12n
      me> i()
      Term
        12n
      Data type
        bigint
      Erlang term
        integer
      Reference modules
        BigInt
    `));
});

describe("runtimeInfo at the prompt", () => {
  const cluster = createCluster();
  beforeAll(() => cluster.start("me@localhost"));
  afterAll(() => cluster.stopAll());

  it("prints iex's topics, and which others there are", async () => {
    await cluster.play(`
      me> runtimeInfo()

      ## System and architecture

      iex-ts version:     [..]
      Node.js version:    [..]
      V8 version:         [..]
      TypeScript version: [..]
      Platform:           [..]
      Schedulers:         1
      Cores:              [..]

      ## Memory

      Total:              [..]B
      Heap:               [..]B
      Heap in use:        [..]B
      External:           [..]B
      Binaries:           [..]B

      ## Statistics / limits

      Uptime:             [..] seconds
      Processes:          [..]
      Registered names:   [..]
      Modules:            [..]
      Nodes connected:    0

      Showing topics:     ["system", "memory", "limits"]
      Additional topics:  ["applications"]

      To view a specific topic call runtimeInfo(topic)

      me> runtimeInfo([atom.memory])

      ## Memory

      ...

      Showing topics:     ["memory"]
      Additional topics:  ["system", "limits", "applications"]

      To view a specific topic call runtimeInfo(topic)

      me> runtimeInfo("applications")

      ## Loaded Applications

      ...

      Showing topics:     ["applications"]
      Additional topics:  ["system", "memory", "limits"]

      To view a specific topic call runtimeInfo(topic)

      me> runtimeInfo("nope")
      ** (ArgumentError) unknown topic "nope": the topics are "system", "memory", "limits", "applications"
          iex:4: (file)
    `);
  });
});
