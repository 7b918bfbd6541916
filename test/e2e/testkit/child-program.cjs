// A test run of its own, as far as servers matter: starts or joins one, says where it is, and lives until it is killed or told to stop.
const [, , kit, options] = process.argv;
const { startPitlane, stopShared } = require(kit);

async function main() {
  const platform = await startPitlane(JSON.parse(options));
  process.stdout.write(`${JSON.stringify({ url: platform.url, key: platform.rootKey, slug: platform.slug })}\n`);
  process.stdin.on('data', async (word) => {
    if (String(word).includes('shared')) {
      await stopShared(JSON.parse(options));
      await new Promise(setImmediate);
    }
    await platform.stop();
    process.exit(0);
  });
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
