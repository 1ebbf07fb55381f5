"""Which URLs belong to the API, in the form in which moto collects them."""

from emulator.codeartifact.responses import CodeArtifactResponse

url_bases = [r"https?://codeartifact\.(.+)\.amazonaws\.com"]

url_paths = {"{0}/.*$": CodeArtifactResponse.dispatch}
