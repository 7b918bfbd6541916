/** Shows how far it is, on stderr where that is a terminal; anywhere else it shows nothing. */
export interface Progress {
  update(done: number): void;
  end(): void;
}

const SILENT: Progress = { update: () => undefined, end: () => undefined };

export async function progressOf(total: number, what: string): Promise<Progress> {
  if (!process.stderr.isTTY || total < 2) return SILENT;
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    format: `${what} {bar} {value}/{total}  {eta_formatted} left`,
    stream: process.stderr,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
  });
  bar.start(total, 0);
  return {
    update: (done) => {
      bar.update(done);
    },
    end: () => {
      bar.stop();
    },
  };
}
