using Marketing.Model.Trees;

namespace Marketing.Model.Contacts;

/// <summary>Q as the mean of two forests an action.</summary>
/// <param name="first">Trees of each action; null for one that was never logged.</param>
/// <param name="second">Trees grown on other shares of the rows.</param>
/// <param name="behaviour">What the logs choose.</param>
internal sealed class ForestModel(TreeEnsemble?[] first, TreeEnsemble?[] second, BehaviourTrees behaviour) : ContactModel
{
    public override void Values(ReadOnlySpan<float> state, Span<double> q)
    {
        for (var a = 0; a < q.Length; a++)
        {
            q[a] = first[a] is { } one && second[a] is { } other ? (one.Score(state) + other.Score(state)) / 2 : double.NaN;
        }
    }

    public override void Support(ReadOnlySpan<float> state, Span<double> shares, Span<string?> exclusions) => behaviour.Judge(state, shares, exclusions);

    public override void Write(BinaryWriter writer)
    {
        behaviour.Write(writer);
        ActionTrees.Write(writer, first);
        ActionTrees.Write(writer, second);
    }

    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public static ForestModel Read(BinaryReader reader, int features, int actions, SupportTerms terms)
    {
        var behaviour = BehaviourTrees.Read(reader, features, actions, terms);
        return new ForestModel(ActionTrees.Read(reader, features, actions), ActionTrees.Read(reader, features, actions), behaviour);
    }
}

/// <summary>The logging policy, as its choices show it; it knows no values.</summary>
/// <param name="behaviour">What the logs choose.</param>
internal sealed class LoggingModel(BehaviourTrees behaviour) : ContactModel
{
    public override void Values(ReadOnlySpan<float> state, Span<double> q) => q.Fill(double.NaN);

    public override void Support(ReadOnlySpan<float> state, Span<double> shares, Span<string?> exclusions) => behaviour.Judge(state, shares, exclusions);

    public override void Write(BinaryWriter writer) => behaviour.Write(writer);
}
