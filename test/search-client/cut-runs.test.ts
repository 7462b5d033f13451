// Runs of scripts without spaces that stand nowhere in one piece: readers type words side by side as their script does.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { preparedLunr } from '../../src/search/lunr-with-pipeline.ts';
import { otherScripts } from '../../src/search/other-scripts.ts';
import { clustersOf, knowOtherScripts } from '../../src/search/pipeline.ts';
import { maxCutClusters } from '../../src/search-client/cut-runs.ts';
import { lunrsOwnIndex } from '../search/lunr-oracle.ts';
import { clientOf, clientOfTexts, documentOf, refsOf, resultsOf } from './indexed-texts.ts';

knowOtherScripts(otherScripts);

/** With the cuts also where there are none. */
const answerOf = async (...asked: Parameters<typeof resultsOf>) => ({
  cuts: [],
  ...(await resultsOf(...asked)),
});

const thai = [
  'กฎหมายใหม่ว่าด้วยการฟอกเงินและการค้ามนุษย์',
  'กฎหมายแรงงานประมง',
  'ตำรวจจับคดีฟอกเงิน',
  'การประชุมประจำปี',
];
const client = clientOfTexts(thai, 'th');

describe('a run that stands nowhere in one piece', () => {
  it('is cut into the pieces that texts have, and all must be there', async () => {
    expect(await answerOf(client, 'กฎหมายฟอกเงิน', { excerpts: true })).toMatchObject({
      total: 1,
      relaxed: false,
      scattered: true,
      cuts: [{ typed: 'กฎหมายฟอกเงิน', pieces: ['กฎหมาย', 'ฟอกเงิน'] }],
      lunrQuery: '+กฎ +ฎห +หมา +มาย +ฟอ +อก +กเงิ +เงิน*',
      results: [{ ref: '0' }],
    });
    expect(await refsOf(client, 'ฟอกเงินกฎหมาย')).toEqual([0]);
    // Some texts mark where a word ends by a sign of no width.
    expect(await answerOf(client, 'กฎหมาย\u200Bฟอกเงิน')).toMatchObject({ total: 1, scattered: true });
    // Of a quoted one it is told as of a quoted phrase.
    expect(await answerOf(client, '"กฎหมายฟอกเงิน"')).toMatchObject({ total: 1, scattered: true });
  });

  it('finds pages with any piece when none has all', async () => {
    expect(await answerOf(client, 'แรงงานประมงฟอกเงิน')).toMatchObject({
      relaxed: true,
      scattered: false,
      cuts: [{ pieces: ['แรงงานประมง', 'ฟอกเงิน'] }],
    });
    expect(await refsOf(client, 'แรงงานประมงฟอกเงิน')).toEqual([0, 1, 2]);
  });

  it.each([
    ['my', ['ငွေကြေးခဝါချမှုတားဆီးရေးဥပဒေ', 'ငွေကြေးအကြောင်း'], 'ဥပဒေငွေကြေး', ['ဥပဒေ', 'ငွေကြေး']],
    ['km', ['សិទ្ធិមនុស្សនៅកម្ពុជា', 'មនុស្ស'], 'កម្ពុជាមនុស្ស', ['កម្ពុជា', 'មនុស្ស']],
    ['lo', ['ປະກາດສາກົນກ່ຽວກັບສິດຂອງມະນຸດ', 'ມະນຸດ'], 'ມະນຸດສາກົນ', ['ມະນຸດ', 'ສາກົນ']],
    ['zh', ['洗钱是犯罪，法律禁止', '洗钱'], '洗钱法律', ['洗钱', '法律']],
    ['ja', ['すべての人間は、生まれながらにして自由', '人間'], '自由人間', ['自由', '人間']],
  ])('is cut in %s too', async (language, texts, query, pieces) => {
    const there = clientOfTexts(texts, language);
    expect(await answerOf(there, query)).toMatchObject({
      scattered: true,
      cuts: [{ typed: query, pieces }],
      results: [{ ref: '0' }],
      total: 1,
    });
  });

  it('stays one among other words, which must be there as well', async () => {
    expect(await refsOf(client, 'กฎหมายฟอกเงิน มนุษย์')).toEqual([0]);
    expect(await answerOf(client, 'ประชุม กฎหมายฟอกเงิน')).toMatchObject({ relaxed: true });
  });

  it('is looked for in the fields that were asked for', async () => {
    const there = clientOf(
      [
        documentOf({ title: 'กฎหมายและการฟอกเงิน' }, 0),
        documentOf({ title: 'กฎหมายกับฟอกเงิน', body: 'กฎหมายฟอกเงิน' }, 1),
      ],
      'th',
    );
    expect(await answerOf(there, 'กฎหมายฟอกเงิน')).toMatchObject({
      total: 1,
      cuts: [],
      scattered: false,
    });
    expect(await answerOf(there, 'กฎหมายฟอกเงิน', { fields: ['title'] })).toMatchObject({
      total: 2,
      scattered: true,
    });
    expect(await answerOf(there, 'กฎหมายฟอกเงิน', { fields: ['title', 'summary'] })).toMatchObject({
      total: 2,
      scattered: true,
    });
    expect(await answerOf(there, 'กฎหมายฟอกเงิน', { fields: ['summary'] })).toMatchObject({ total: 0 });
  });

  it('gives of equal scores first the page whose pieces stand nearest', async () => {
    const filler = 'การประชุม';
    // The same words in another order: the same counts, so the same scores.
    const there = clientOfTexts([`กฎหมาย ฟอกเงิน ${filler}`, `กฎหมาย ${filler} ฟอกเงิน`, filler], 'th');
    const { results } = await answerOf(there, 'กฎหมายฟอกเงิน');
    expect(results.map(({ ref }) => ref)).toEqual(['0', '1']);
    expect(results[0]?.score).toBe(results[1]?.score);
  });

  it('is marked piece by piece', async () => {
    const { results } = await answerOf(client, 'กฎหมายฟอกเงิน', { excerpts: true });
    const marked = results[0]?.excerpt?.filter(({ isMarked }) => isMarked).map(({ text }) => text);
    expect(marked).toEqual(['กฎหมาย', 'ฟอกเงิน']);
  });

  it('that is still typed shows what its words so far show, and says that not all was found', async () => {
    expect(await answerOf(client, 'กฎหมายซ', { isTyping: true })).toMatchObject({
      relaxed: true,
      cuts: [{ pieces: ['กฎหมาย'] }],
      total: 2,
    });
  });
});

describe('precision', () => {
  it('holds where the run stands in one piece somewhere: nothing is cut', async () => {
    expect(await answerOf(client, 'ฟอกเงิน')).toMatchObject({ cuts: [], scattered: false, total: 2 });
    expect(await answerOf(client, 'แรงงานประมง ตำรวจ')).toMatchObject({ cuts: [], relaxed: true });
  });

  it('holds for pieces of one sign, and for a few syllables of another word', async () => {
    const there = clientOfTexts(['世界人权宣言', 'กขคงจฉ'], 'th');
    for (const query of ['世人', '人界权', '言世权', 'กคจข', 'งขกฉ', 'ขกคญญ'])
      expect([query, await refsOf(there, query)]).toEqual([query, []]);
  });

  it('holds where no page has all pieces: a syllable alone is no word, whatever the fields', async () => {
    const there = clientOfTexts(['กฎหมาย', 'เด็ก', 'การประชุม'], 'th');
    for (const fields of [undefined, ['body'], ['title', 'body']] as const) {
      const answer = await answerOf(there, 'กฎหมายเด็ก', fields && { fields });
      expect(answer).toMatchObject({ relaxed: true, total: 1, results: [{ ref: '0' }] });
      expect(answer.cuts).toEqual([{ typed: 'กฎหมายเด็ก', pieces: ['กฎหมาย', 'เด็ก'] }]);
    }
  });

  it('holds for a text in lunr’s own language: it says what it says', async () => {
    expect(await answerOf(client, '+กฎหมายฟอกเงิน')).toMatchObject({ total: 0, cuts: [] });
  });

  it('holds for pages that have the pairs of a piece, but not side by side', async () => {
    const there = clientOfTexts(['กฎหมายกับฟอ ฟอกเ อกเงิน กเงิ', 'คดีฟอกเงิน', 'กฎหมาย'], 'th');
    const { results, relaxed } = await answerOf(there, 'กฎหมายฟอกเงิน');
    expect(relaxed).toBe(true);
    expect(results.map(({ ref }) => ref).sort()).toEqual(['0', '1', '2']);
  });
});

describe('the work', () => {
  it('is bounded, whatever is typed', async () => {
    const word = 'กฎหมายฟอกเงินประชุม';
    const tooLong = word.repeat(Math.ceil(maxCutClusters / clustersOf(word).length));
    expect(await answerOf(client, tooLong)).toMatchObject({ total: 0, cuts: [] });
    expect(await answerOf(client, word)).toMatchObject({ cuts: [{}] });
    const start = performance.now();
    for (const query of [word.repeat(600), `${word} `.repeat(600), `${word}ก`.repeat(5), 'กฎ'.repeat(60)])
      await client.search(query);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('gives the same answer each time, and only removes from what lunr finds', async () => {
    const oracle = lunrsOwnIndex(
      thai.map((body, i) => documentOf({ body }, i)),
      'th',
    );
    const clusters = [...new Set(thai.flatMap((text) => clustersOf(text)))];
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.constantFrom(...clusters),
            fc.constantFrom('กฎหมาย', 'ฟอกเงิน', 'แรงงาน', 'ค้ามนุษย์', 'ตำรวจ', ' '),
          ),
          { minLength: 2, maxLength: 12 },
        ),
        async (parts) => {
          const query = parts.join('');
          const answer = await answerOf(client, query);
          expect(await answerOf(clientOfTexts(thai, 'th'), query)).toEqual(answer);
          preparedLunr();
          const own = new Map(oracle.search(answer.lunrQuery).map(({ ref, score }) => [ref, score]));
          for (const { ref, score } of answer.results) expect(own.get(ref)).toBe(score);
          for (const { pieces } of answer.cuts) {
            for (const piece of pieces) {
              expect(clustersOf(piece).length).toBeGreaterThan(1);
              expect(thai.some((text) => text.includes(piece))).toBe(true);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
