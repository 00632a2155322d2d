/** A bare websocket server that echoes: the peer of everything that crosses between nodes. */
import { WebSocketServer } from "ws";

process.stdin.on("end", () => process.exit()).resume();
const server = new WebSocketServer({ host: "localhost", port: 0, perMessageDeflate: false });
server.on("connection", (socket) => socket.on("message", (data) => socket.send(data as Buffer)));
server.on("listening", () => process.stdout.write(`@ ${(server.address() as { port: number }).port}\n`));
