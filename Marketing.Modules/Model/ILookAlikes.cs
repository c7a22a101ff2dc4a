using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Model;

/// <summary>A customer like some others.</summary>
/// <param name="Customer">Index in the snapshot.</param>
/// <param name="Likeness">Cosine of the customer's vector with the mean of the others', in [-1, 1].</param>
public readonly record struct LookAlike(int Customer, double Likeness);

/// <summary>Customers like some others.</summary>
/// <param name="Customers">The most alike first; those of the same likeness by their index.</param>
/// <param name="Seeds">Customers of the question whose vectors there are; without any, nobody is like them.</param>
public sealed record LookAlikeList(IReadOnlyList<LookAlike> Customers, int Seeds);

/// <summary>A question for customers like some others.</summary>
/// <param name="Seeds">Indices of the others in the snapshot; each counts once.</param>
/// <param name="Take">How many, from 1 to <see cref="ILookAlikes.Most"/>.</param>
public sealed record LookAlikeQuestion(IReadOnlyCollection<int> Seeds, int Take);

/// <summary>Finds customers whose histories are like those of others, by what a model of histories makes of them.</summary>
public interface ILookAlikes
{
    /// <summary>Most customers of one answer.</summary>
    const int Most = 100_000;

    /// <summary>
    /// The customers nearest to some others by the cosine of their vectors (length 1 each) with the mean of the others' vectors; exact, over everybody. The others are not in the list, nor is
    /// anybody of whom the model knows no event.
    /// </summary>
    /// <param name="version">Version of a <c>transformer</c>.</param>
    /// <param name="snapshot">The shop.</param>
    /// <param name="seeds">Indices of the others; each counts once.</param>
    /// <param name="take">How many, from 1 to <see cref="Most"/>.</param>
    /// <param name="progress">Told how far it is, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The list; null when there is no such version, or it is no trained model of histories.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is none of the snapshot, or <paramref name="take"/> is out of its range.</exception>
    /// <exception cref="OperatorException">The file of the version cannot be read.</exception>
    Task<LookAlikeList?> FindAsync(ModelVersionId version, ShopSnapshot snapshot, IReadOnlyCollection<int> seeds, int take, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>The answers to several questions, each the one that it would get alone, for hardly more than the cost of one: everybody's vector is computed once for all, and those of seeds twice.</summary>
    /// <param name="version">Version of a <c>transformer</c>.</param>
    /// <param name="snapshot">The shop.</param>
    /// <param name="questions">The questions.</param>
    /// <param name="progress">Told how far it is, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The lists in the order of the questions; null when there is no such version, or it is no trained model of histories.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is none of the snapshot, or a number to take is out of its range.</exception>
    /// <exception cref="OperatorException">The file of the version cannot be read.</exception>
    Task<IReadOnlyList<LookAlikeList>?> FindAsync(ModelVersionId version, ShopSnapshot snapshot, IReadOnlyList<LookAlikeQuestion> questions, IProgress<Progress>? progress, CancellationToken cancellation);
}
