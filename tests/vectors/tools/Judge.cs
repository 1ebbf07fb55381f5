// Answers questions about versions with NuGet.Versioning, with whose source it is compiled. The questions are described
// in ../judges.py.
using System;
using System.Linq;
using System.Text;
using NuGet.Versioning;

public static class Judge
{
    private static string Text(string hex)
    {
        var bytes = Enumerable.Range(0, hex.Length / 2).Select(i => Convert.ToByte(hex.Substring(2 * i, 2), 16));
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static string Answer(string[] fields)
    {
        NuGetVersion one, two;
        if (fields[0] == "order")
        {
            bool first = NuGetVersion.TryParse(Text(fields[1]), out one);
            bool second = NuGetVersion.TryParse(Text(fields[2]), out two);
            int sign = first && second ? VersionComparer.Default.Compare(one, two) : 0;
            string order = sign < 0 ? "<" : sign > 0 ? ">" : "=";
            return (first ? "1" : "0") + (second ? "1" : "0") + (first && second ? order : "");
        }
        VersionRange range;
        if (!VersionRange.TryParse(Text(fields[1]), out range))
        {
            return "refused";
        }
        return string.Concat(
            fields.Skip(2).Select(each => NuGetVersion.TryParse(Text(each), out one) ? range.Satisfies(one) ? "1" : "0" : "x"));
    }

    public static void Main()
    {
        var answers = new StringBuilder();
        for (string line = Console.ReadLine(); line != null; line = Console.ReadLine())
        {
            answers.Append(Answer(line.Split(' '))).Append('\n');
        }
        Console.Out.Write(answers);
    }
}

namespace NuGet.Versioning
{
    // In place of the library's own, which mono's compiler does not understand. It has no part in parsing or comparing.
    public class SemanticVersionConverter : System.ComponentModel.TypeConverter
    {
    }
}
