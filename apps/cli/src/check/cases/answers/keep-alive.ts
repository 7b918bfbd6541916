import type { ContractCase, Step } from '../../contract-case';
import { acknowledged } from '../../judge';
import { deriveCallback } from '../../receiver/derive';
import { capturedIn } from '../../steps';

const IN_A_ROW = 3;
const NOT_KEPT = 'The endpoint closes the connection after each answer: every callback pays for a new one.';

/** A connection that breaks where it was kept is what this is about; elsewhere it would be about being reachable. */
const sendsInARow: Step = async (scene) => {
  const { request } = capturedIn(scene);
  let kept = true;
  for (let number = 1; number <= IN_A_ROW; number += 1) {
    const { body } = deriveCallback(request.body);
    const changed = 'another conversion, over the same connection';
    const what = `callback number ${String(number)} in a row`;
    const exchange = await scene.send({ what, changed, headers: request.headers, body });
    const { reusedConnection } = scene.cast.sender;
    const finding = acknowledged(exchange);
    if (finding !== null) {
      return reusedConnection && exchange.answer.kind === 'none' ? { ...finding, blame: 'keep-alive' } : finding;
    }
    kept &&= number === 1 || reusedConnection;
  }
  if (!kept) scene.notes.push(NOT_KEPT);
  return null;
};

export const keepAlive: ContractCase = {
  id: 'keep-alive',
  title: 'Callbacks in a row over one connection are all answered',
  rule: {
    says: 'Connections are kept and used again for the next callback; one that breaks before its answer is a failed attempt.',
    page: null,
    sure: 'ours',
  },
  fix: 'Let the server announce the end of a connection (connection: close), and send exactly as many bytes as content-length says.',
  weight: 'fail',
  blocks: true,
  steps: [sendsInARow],
};
