import process from 'node:process';

/** Makes a forked script answer each message of its parent by `work`; it ends with its parent. */
export function answerMessages(work) {
  process.on('message', (message) => {
    work(message).then(
      (answer) => process.send(answer ?? {}),
      (error) => process.send({ error: String(error?.stack ?? error) }),
    );
  });
  process.on('disconnect', () => process.exit());
  process.on('SIGINT', () => process.exit());
}
