/** Counts as PostgreSQL writes them. */
interface Totals {
  accounts: string;
  clicks: string;
  conversions: string;
  waiting: string;
  failed: string;
}

/** The page at `/`: static HTML, no script. `totals`: for who is logged in. */
export function homePage(publicUrl: string, totals: Totals | null, problem?: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Pitlane</title></head>
<body>
<main>
<h1>Pitlane is running</h1>
<p>A self-hosted emulator of the GoKart and Integr8 affiliate tracking platforms. Not affiliated with either.</p>
${problem === undefined ? '' : `<p role="alert"><strong>${problem}</strong></p>\n`}${totals === null ? '' : totalsList(totals)}
<ul>
<li><a href="/docs">Admin REST, readable</a> and <a href="/docs/openapi.json">as OpenAPI</a></li>
<li><a href="/health/ready">Health</a></li>
</ul>
<pre>curl -H 'Authorization: ApiToken &lt;admin key&gt;' ${publicUrl}/admin/v1/account</pre>
</main>
</body>
</html>
`;
}

function totalsList({ accounts, clicks, conversions, waiting, failed }: Totals): string {
  return `<dl>
<dt>Accounts</dt><dd>${accounts}</dd>
<dt>Clicks, about</dt><dd>${clicks}</dd>
<dt>Conversions, about</dt><dd>${conversions}</dd>
<dt>Deliveries waiting</dt><dd>${waiting}</dd>
<dt>Deliveries failed</dt><dd>${failed === '1000' ? '1000 or more' : failed}</dd>
</dl>`;
}
