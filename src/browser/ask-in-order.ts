// Which question is asked when. An answer counts only while its question is the newest, and what is typed while a
// question is under way waits for its end: of the texts in between none is asked, as it would be stale at once.

/** A question that does not come back holds up the next no longer than this. */
const patienceMs = 3000;

export interface Asking<Question> {
  /** @param isUrgent goes at once, whatever is under way */
  ask(question: Question, isUrgent: boolean): void;
  /** What is under way or waits belongs to the past. */
  drop(): void;
}

/** @param run resolves when the next question may go; it shows nothing once `isNewest` says no */
export function askInOrder<Question>(
  run: (question: Question, isNewest: () => boolean) => Promise<void>,
): Asking<Question> {
  let newest = 0;
  let running = 0;
  let waiting: Question | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;

  function drop(): void {
    newest += 1;
    waiting = undefined;
    clearTimeout(patience);
  }

  function startWaiting(): void {
    if (waiting === undefined) return;
    const question = waiting;
    waiting = undefined;
    clearTimeout(patience);
    start(question);
  }

  function start(question: Question): void {
    const mine = newest;
    running += 1;
    void run(question, () => mine === newest).finally(() => {
      running -= 1;
      startWaiting();
    });
  }

  return {
    drop,
    ask(question, isUrgent) {
      drop();
      if (isUrgent || running === 0) {
        start(question);
        return;
      }
      waiting = question;
      patience = setTimeout(startWaiting, patienceMs);
    },
  };
}
