// Questions to another process that are on their way: each has a number, by which its answer is known.

export class OpenQuestions<Answer> {
  readonly #waiting = new Map<number, (answer: Answer | undefined) => void>();
  #next = 0;

  /**
   * @param send puts the question under this number
   * @returns undefined when the other process ends before it answers
   */
  ask(send: (id: number) => void): Promise<Answer | undefined> {
    return new Promise((resolve) => {
      const id = this.#next;
      this.#next += 1;
      this.#waiting.set(id, resolve);
      send(id);
    });
  }

  answer(id: number, answer: Answer | undefined): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }

  /** Nobody is left to answer. */
  end(): void {
    for (const id of [...this.#waiting.keys()]) this.answer(id, undefined);
  }
}
