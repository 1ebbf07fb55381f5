// Answers questions about versions with Maven's own classes. The questions are described in ../judges.py.
// `artifact` asks maven-artifact (ComparableVersion, VersionRange), `resolver` asks maven-resolver-util.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.apache.maven.artifact.versioning.DefaultArtifactVersion;
import org.apache.maven.artifact.versioning.VersionRange;
import org.eclipse.aether.util.version.GenericVersionScheme;
import org.eclipse.aether.version.Version;
import org.eclipse.aether.version.VersionConstraint;

public class Judge {
    private static final GenericVersionScheme SCHEME = new GenericVersionScheme();

    private static String text(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }

    private static int compare(boolean resolver, String one, String two) throws Exception {
        if (!resolver) {
            return new ComparableVersion(one).compareTo(new ComparableVersion(two));
        }
        Version first = SCHEME.parseVersion(one);
        return first.compareTo(SCHEME.parseVersion(two));
    }

    private static String answer(boolean resolver, String[] fields) {
        try {
            if (fields[0].equals("order")) {
                int sign = compare(resolver, text(fields[1]), text(fields[2]));
                return "11" + (sign < 0 ? "<" : sign > 0 ? ">" : "=");
            }
            StringBuilder contained = new StringBuilder();
            VersionRange range = resolver ? null : VersionRange.createFromVersionSpec(text(fields[1]));
            VersionConstraint constraint = resolver ? SCHEME.parseVersionConstraint(text(fields[1])) : null;
            for (int index = 2; index < fields.length; index++) {
                String version = text(fields[index]);
                boolean contains = resolver
                        ? constraint.containsVersion(SCHEME.parseVersion(version))
                        : range.containsVersion(new DefaultArtifactVersion(version));
                contained.append(contains ? '1' : '0');
            }
            return contained.toString();
        } catch (Exception error) {
            return "refused";
        }
    }

    public static void main(String[] arguments) throws Exception {
        boolean resolver = arguments[0].equals("resolver");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        StringBuilder answers = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            answers.append(answer(resolver, line.split(" ", -1))).append('\n');
        }
        System.out.print(answers);
    }
}
