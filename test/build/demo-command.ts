// A command with one habit for each thing that can happen to a command; run by command-line.test.ts.
import { exitStatus, parsePath, runCommand, SurroundingsError, value } from '../../src/build/command-line.ts';

await runCommand(
  { name: 'demo', about: 'For tests.', options: { do: value('WHAT', 'what to do', parsePath) } },
  async ({ options }, terminal) => {
    terminal.onInterrupt(() => terminal.tell('cleaned up\n'));
    switch (options.do) {
      case 'throw':
        throw new Error('nobody foresaw this');
      case 'reject':
        void Promise.reject(new Error('nobody caught this'));
        return new Promise(() => setInterval(() => {}, 1000));
      case 'wait':
        terminal.print('ready\n');
        return new Promise(() => setInterval(() => {}, 1000));
      case 'surroundings':
        throw new SurroundingsError('the disk is full', 'Free some space.');
      default:
        for (let i = 0; i < 1000; i += 1) {
          terminal.print('x'.repeat(2000));
          terminal.tell('y'.repeat(200));
          // Lets the closed pipe be noticed in the middle of the work.
          if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
        return exitStatus.problems;
    }
  },
);
