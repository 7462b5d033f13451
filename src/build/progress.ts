// Tells a person how far a command is, on standard error: one line that changes on a terminal, one line a stage
// elsewhere (a log of a host or of CI).
import type { Terminal } from './command-line.ts';
import type { Reporter } from './stage-clock.ts';

export function terminalReporter(terminal: Terminal): Reporter & { finish(): void } {
  const { isInteractive } = terminal;
  const clearLine = '\r\u001b[K';
  return {
    begin(stage) {
      if (isInteractive) terminal.tell(`${clearLine}${stage} …`);
    },
    end({ name, milliseconds }) {
      if (!isInteractive) terminal.tell(`${name}: ${milliseconds} ms\n`);
    },
    note(sentence) {
      terminal.tell(`${isInteractive ? clearLine : ''}${sentence}\n`);
    },
    onInterrupt: terminal.onInterrupt,
    /** Takes the changing line away, before anything else is told. */
    finish() {
      if (isInteractive) terminal.tell(clearLine);
    },
  };
}

/** Tells no progress, notes alone. */
export function quietReporter(terminal: Pick<Terminal, 'onInterrupt' | 'tell'>): Reporter {
  return {
    begin() {},
    end() {},
    note: (sentence) => terminal.tell(`${sentence}\n`),
    onInterrupt: terminal.onInterrupt,
  };
}

export const silentReporter: Reporter = { begin() {}, end() {}, note() {}, onInterrupt: () => () => {} };
