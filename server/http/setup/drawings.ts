/**
 * What the phone shows at a step, drawn: rows of its settings, a switch, a question. Colours come from
 * the page's style sheet by class, so that they follow light and dark.
 */

interface Row {
  text: string;
  /** At the right end. */
  end?: 'chevron' | 'switch-on';
  isMarked?: boolean;
}

const width = 300;
const rowHeight = 44;

/** A page of the Settings app: its title and some of its rows; the marked one is the one to touch. */
export function drawSettings(title: string, rows: Row[]): string {
  const height = 46 + rows.length * rowHeight + 12;
  const body = rows.map((row, index) => drawRow(row, 40 + index * rowHeight)).join('');
  return svg(
    height,
    `${title}: ${rows.map(({ text }) => text).join(', ')}`,
    `<text class="title" x="${width / 2}" y="26">${title}</text>${body}`,
  );
}

/** A question that the browser asks; the marked answer is the right one. */
export function drawQuestion(question: string[], answers: [string, string]): string {
  const height = 66 + question.length * 20 + 14;
  const lines = question
    .map(
      (line, index) => `<text class="ask" x="${width / 2}" y="${32 + index * 20}">${line}</text>`,
    )
    .join('');
  const y = 30 + question.length * 20;
  const [no, yes] = answers;
  return svg(
    height,
    `${question.join(' ')} ${yes}`,
    `<rect class="row" x="20" y="8" width="260" height="${height - 16}" rx="14"/>${lines}
<text class="answer" x="85" y="${y + 22}">${no}</text>
<rect class="mark" x="152" y="${y}" width="118" height="34" rx="10"/>
<text class="answer strong" x="211" y="${y + 22}">${yes}</text>`,
  );
}

/** The share button, and where it leads. */
export function drawShare(): string {
  return svg(
    118,
    'The share button, then Add to Home Screen',
    `<path class="line" d="M62 40v34h36V40M80 60V22m-12 12 12-12 12 12"/>
<text class="ask" x="80" y="100">Share</text>
<path class="line" d="m122 52 14 0m-6-6 6 6-6 6"/>
<rect class="row" x="146" y="28" width="146" height="48" rx="10"/>
<rect class="line" x="158" y="40" width="22" height="22" rx="5"/><path class="line" d="M169 46v10m-5-5h10"/>
<text class="left" x="190" y="49">Add to</text><text class="left" x="190" y="66">Home Screen</text>`,
  );
}

function drawRow({ text, end, isMarked }: Row, y: number): string {
  const middle = y + 28;
  const ending =
    end === 'switch-on'
      ? `<rect class="on" x="236" y="${y + 9}" width="44" height="26" rx="13"/><circle class="knob" cx="267" cy="${y + 22}" r="11"/>`
      : `<path class="line" d="m272 ${y + 16} 6 6-6 6"/>`;
  return `<rect class="${isMarked ? 'row mark' : 'row'}" x="8" y="${y}" width="284" height="${rowHeight - 4}" rx="10"/>
<text class="left" x="22" y="${middle - 3}">${text}</text>${end ? ending : ''}`;
}

function svg(height: number, label: string, body: string): string {
  return `<svg class="drawing" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">${body}</svg>`;
}
