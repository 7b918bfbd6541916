type Parameters = Readonly<Record<string, string>>;

const readView: (json: string) => { data?: { viewId?: string } } = JSON.parse;
const readConversion: (json: string) => { data?: { conversionId?: string } } = JSON.parse;

/** The calls that members and advertisers make: nothing enters by a back door. */
export class PublicEdge {
  /** `postbackUrl` as the account shows it; only its path counts, for what is printed may lead elsewhere than the caller. */
  constructor(
    private readonly url: string,
    private readonly postbackUrl: string,
  ) {}

  /** Clicks an offer, which the parameters name, after a look at its details where there is one; answers the click's id. */
  async click(parameters: Parameters, withView: boolean): Promise<string> {
    const viewId = withView ? await this.view(parameters) : {};
    const redirected = await this.get('/api/v1/offer-wall/offer-link-redirect', { ...parameters, ...viewId });
    const { status, text, location } = redirected;
    const clickId = location === null ? null : new URL(location).searchParams.get('click');
    if (clickId === null) throw new Error(`Pitlane refused a click: ${String(status)} ${text}`);
    return clickId;
  }

  /** Reports a conversion; answers its id. */
  async convert(parameters: Parameters): Promise<string> {
    const { pathname, search } = new URL(this.postbackUrl);
    const response = await fetch(`${this.url}${pathname}${search}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(parameters),
    });
    const text = await response.text();
    const conversionId = response.ok ? readConversion(text).data?.conversionId : undefined;
    if (conversionId === undefined) throw new Error(`Pitlane refused a conversion: ${String(response.status)} ${text}`);
    return conversionId;
  }

  private async view(parameters: Parameters): Promise<{ viewId: string }> {
    const { status, text } = await this.get('/api/v1/offer-wall/offer-details', parameters);
    const viewId = readView(text).data?.viewId;
    if (viewId === undefined) throw new Error(`Pitlane refused a view: ${String(status)} ${text}`);
    return { viewId };
  }

  private async get(
    path: string,
    parameters: Parameters,
  ): Promise<{ status: number; text: string; location: string | null }> {
    const query = new URLSearchParams(parameters).toString();
    const response = await fetch(`${this.url}${path}?${query}`, { redirect: 'manual' });
    return { status: response.status, text: await response.text(), location: response.headers.get('location') };
  }
}
