/** Texts that would do harm if they were printed as they are. Each holds the word PWNED where a command's data would begin. */

const ESC = '\u001b';
const BIDI = '\u202e';

/** One of each kind; what can't stand in an environment variable, or is too long for one, is in {@link HUGE}. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'error command': '::error::PWNED',
  'command with properties': '::error file=app.js,line=1,title=a:b::PWNED',
  'set-env': '::set-env name=PATH::PWNED',
  'set-output': '::set-output name=backup_id::PWNED',
  'add-path': '::add-path::PWNED',
  'stop-commands': '::stop-commands::PWNED',
  'add-mask': '::add-mask::PWNED',
  'upper case': '::ERROR::PWNED',
  'old form': '##[error]PWNED',
  'old form in the middle': 'a name ##[set-env name=PATH;]PWNED',
  'old form, doubled': '####[error]PWNED ##[#[error]PWNED',
  'after \\n': 'x\n::error::PWNED\n##[error]PWNED',
  'after \\r': 'x\r::error::PWNED\r##[error]PWNED',
  'after \\r\\n': 'x\r\n::error::PWNED\r\n##[error]PWNED',
  'after U+2028 and U+2029': 'x\u2028::error::PWNED\u2029::error::PWNED',
  'after U+0085, VT and FF': 'x\u0085::error::PWNED\u000b::error::PWNED\f::error::PWNED',
  'after white space': ' \t\u00a0\u3000::error::PWNED',
  'behind invisible signs':
    '\u200b\ufeff::error::PWNED #\u200b#\u2060[error]PWNED :\u200e:error::PWNED',
  'percent escapes': '%0A::error::PWNED%0D%0a##[error]PWNED %253A%253Aerror::PWNED',
  'ANSI escapes': `${ESC}[31mPWNED${ESC}[0m ${ESC}]8;;https://evil.example${ESC}\\PWNED${ESC}[2J\u009b1A`,
  backspaces: 'safe\b\b\b\b::error::PWNED\u007f',
  'right to left': `${BIDI}DENWP::rorre::\u202c\u2066abc\u2069\u200f`,
  HTML: '<img src=x onerror=alert(1)><script>PWNED</script><details><summary>PWNED</summary></td></tr></table>&lt;b&gt;',
  'HTML comment': '<!-- PWNED',
  'table breaks': 'a | b || c \\| d | PWNED |\n| --- | --- |\n| PWNED |',
  backticks: '`PWNED` ```\n```yaml\nPWNED\n``` \\` ~~~',
  Markdown:
    '# PWNED\n\n> [PWNED](https://evil.example) ![PWNED](https://evil.example/x.png) **b** _i_ ~~s~~ @octocat #1 https://evil.example $x$',
  'delimiter of the outputs file': 'ghadelimiter_x\nPWNED=1\nbackup_id<<EOF\nPWNED\nEOF',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of a workflow
  expression: '${{ secrets.GITHUB_TOKEN }} $(PWNED) `PWNED` ; PWNED',
  'quotes and backslashes': `"PWNED" 'PWNED' \\" \\\\ \\u003a\\u003aerror::PWNED`,
  'half a character': 'PWNED \ud83d PWNED \ude00',
  emoji: '👩‍👩‍👧‍👦 PWNED 🏳️‍🌈',
};

/** A megabyte each, and NUL. */
export const HUGE: Readonly<Record<string, string>> = {
  commands: '\n::error::PWNED\u0000'.repeat(65_536),
  'signs of markup': '<|>\u202e`\u00e9'.repeat(150_000),
};
