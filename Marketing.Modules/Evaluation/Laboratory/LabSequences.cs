using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Evaluation.Laboratory;

/// <summary>Reads a file with a line a user: <c>user item item ...</c> in order of time.</summary>
internal static class LabSequences
{
    private const int BadInput = 2;

    // One to find, one to validate with, and one to know the user by.
    private const int Fewest = 3;

    private const string Form = "Write a line a user: the user and then the items in order of time, with spaces or tabs between.";

    /// <summary>One row an item, in order; users with fewer than three items are left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="leftOut">Users left out.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperatorException">It cannot be read, names a user twice or a user without an item; the message names file and row.</exception>
    public static LabFile Read(string path, out int leftOut, CancellationToken cancellation)
    {
        var file = new LabFile([], [], [], [], []);
        var (seen, names, row, few) = (new HashSet<string>(), new Dictionary<string, string>(), 0L, 0);
        try
        {
            using var text = LabCsv.OpenText(path, Form);
            while (text.ReadLine() is { } line)
            {
                cancellation.ThrowIfCancellationRequested();
                row++;
                var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                if (words.Length == 0)
                {
                    continue;
                }

                if (words.Length == 1)
                {
                    throw new OperatorException($"{path}, row {row}: the user '{LabCsv.Shown(words[0])}' has no item.", Form, BadInput);
                }

                if (!seen.Add(words[0]))
                {
                    throw new OperatorException($"{path}, row {row}: the user '{LabCsv.Shown(words[0])}' stands in an earlier row already.", Form, BadInput);
                }

                few += words.Length - 1 < Fewest ? 1 : 0;
                foreach (var word in words.Length - 1 < Fewest ? [] : words.AsSpan(1))
                {
                    file.Users.Add(words[0]);
                    file.Items.Add(names.TryGetValue(word, out var known) ? known : names[word] = word);
                    file.Values.Add(1);
                    file.Times.Add(file.Times.Count);
                    file.Kinds.Add(EventKind.Purchase);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LabCsv.Unreadable(path, e, Form);
        }

        leftOut = few;
        return file.Users.Count > 0 ? file : throw new OperatorException(seen.Count == 0 ? $"{path}, row 1: the file is empty." : $"{path} has no user with {Fewest} items.", Form, BadInput);
    }
}
