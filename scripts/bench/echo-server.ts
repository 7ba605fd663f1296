/** What a bare Socket.IO can do: takes the same message, answers an acknowledgement of the same size, keeps nothing. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer((_request, response) => response.end('ready'));
const io = new Server(http, { transports: ['websocket'], serveClient: false, perMessageDeflate: false });
const epoch = 'e'.repeat(32);
let seq = 0;
io.of('/learner').on('connection', (socket) => {
  socket.on('act', (request: { cid: string }, ack: (answer: unknown) => void) => {
    ack({ ok: true, value: { cid: request.cid, seq: ++seq, epoch } });
  });
});
process.once('SIGTERM', () => process.exit(0));
http.listen(Number(process.env['PORT']), '127.0.0.1');
