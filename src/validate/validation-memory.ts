// What a check found before, kept by a living process. A function of the same inputs finds the same: nothing is kept by
// name, only by the very objects that were looked at, so that whatever was read anew is checked anew.
import type { Country, Item, ItemType, SiteSettings, SourceFile, Topic } from '../model.ts';
import type { Problem } from '../problem.ts';
import { type ItemContext, readItem } from './item.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The last value of a function, with the problems that it told. */
class Remembered<Value> {
  #last:
    | { readonly inputs: readonly unknown[]; readonly value: Value; readonly problems: Problem[] }
    | undefined;

  /** @param inputs all that `make` looks at; objects are the same when they are one object */
  of(inputs: readonly unknown[], problems: Problem[], make: (problems: Problem[]) => Value): Value {
    const last = this.#last;
    const isSame =
      last !== undefined &&
      last.inputs.length === inputs.length &&
      last.inputs.every((input, place) => Object.is(input, inputs[place]));
    if (isSame) {
      for (const problem of last.problems) problems.push(problem);
      return last.value;
    }
    const found: Problem[] = [];
    const value = make(found);
    this.#last = { inputs, value, problems: found };
    for (const problem of found) problems.push(problem);
    return value;
  }
}

interface CheckedItem {
  readonly type: ItemType;
  readonly context: ItemContext;
  readonly item: Item | undefined;
  readonly problems: readonly Problem[];
}

/** For validateContent, one for as long as the process works on one content folder. */
export class ValidationMemory {
  readonly settings = new Remembered<SiteSettings | undefined>();
  readonly countries = new Remembered<Vocabulary<Country>>();
  readonly topics = new Remembered<Vocabulary<Topic>>();
  readonly context = new Remembered<ItemContext>();
  readonly sortKeys = new WeakMap<Item, number>();
  readonly #items = new WeakMap<SourceFile, CheckedItem>();

  /** As readItem. */
  readItem(type: ItemType, source: SourceFile, context: ItemContext, problems: Problem[]): Item | undefined {
    let checked = this.#items.get(source);
    if (checked === undefined || checked.context !== context || checked.type !== type) {
      const found: Problem[] = [];
      checked = { type, context, item: readItem(type, source, context, found), problems: found };
      this.#items.set(source, checked);
    }
    for (const problem of checked.problems) problems.push(problem);
    return checked.item;
  }
}
