using System.Globalization;

namespace Marketing.Model.Training;

/// <summary>
/// Everything that trainings say for the record, and each reason for which one fails, in English. The pages tell each apart by its words and
/// say it in the reader's: what is not among them is not said.
/// </summary>
internal static class TrainingNotes
{
    public const string NoneBefore = "It begins from chance: there is no model that it could go on from.";
    public const string OtherParameters = "It begins from chance: the parameters have changed since the last full training.";
    public const string NoneWhole = "It begins from chance: no file of an earlier version is whole.";
    public const string Stopped = "Its run was stopped, or the program ended.";
    public const string LeftAtWork = "The program ended while it was at work.";
    public const string CheckpointRemoved = "Its checkpoint is removed, so that the next training begins anew.";
    public const string CheckpointDamaged = "It is damaged.";
    public const string CheckpointOfOtherProgram = "It was written by another version of the program.";
    public const string CheckpointOfOtherData = "It belongs to other data or other parameters.";
    public const string CheckpointOfOtherSize = "It belongs to a network of another size.";
    public const string EarlierOfOtherShape = "The earlier model is not used: it has another shape. The training starts from chance.";
    public const string NobodyTwice = "Nobody has ordered twice, so that there is nothing to foretell; the model ranks by popularity.";
    public const string NothingFinite = "The scores of the transformer were not finite at any validation; there is nothing worth keeping.";
    public const string NeedsMemoryFix = "Make it smaller (d, layers, length), or allow more memory.";
    public const string LossAtOnceFix = "Lower learning_rate, or look for extreme amounts among the orders of the shop.";
    public const string ChampionStays = "The model in charge stays.";
    public const string Afterwards = "The model in charge stays. Start the training again, or wait for the next night: it goes on from its last checkpoint.";
    public const string Killed = "The process of the training was killed from outside, as the system does when the machine is short of memory.";
    public const string WithoutModel = "The process of the training ended without a model.";
    public const string UnknownJob = "The process of the training was given a job that it does not know.";
    public const string UnknownJobFix = "It is started by the program itself; 'marketing train KIND' starts a training.";
    public const string SeeLog = "The program's log has the details.";
    public const string StartFix = "See that the program still stands there and that this user may run it. The model in charge stays.";
    public const string SpaceFix = "Free some space, or give this user the right to write the data folder; the models in charge are untouched.";

    public static string Due(DateTimeOffset full, int days) => Said($"It begins from chance: the last full training was of {full:yyyy-MM-dd}, and one is due every {days} days.");

    public static string ContentLeftOut(int products, int most, int content) => Said($"The catalogue has {products:N0} products, more than {most:N0}: the loss draws some of them, and content is 0 instead of {content}.");

    public static string FromVersion(long version) => Said($"It goes on from version {version}.");

    public static string Hidden(DateTimeOffset asOf) => Said($"It learns from what was known on {asOf:yyyy-MM-dd} alone, to be measured on what came after; its model is not kept.");

    public static string BrokenOff(DateTimeOffset asOf) => Said($"It goes on with a training that was broken off, and so learns from what was known on {asOf:yyyy-MM-dd}.");

    public static string CancelledBy(string person) => $"{person} cancelled it.";

    public static string CancelledTraining(string person, string kind) => $"{person} cancelled the training of {kind}.";

    public static string Unexpected(string problem) => $"It met an error that was not expected: {problem}";

    public static string CheckpointUnreadable(string problem) => $"It cannot be read: {problem}";

    public static string CheckpointNotUsed(string reason) => $"The checkpoint is not used. {reason} It is removed, and the training begins anew.";

    public static string CheckpointUnwritable(string problem) => $"A checkpoint could not be written: {problem} The training goes on; if it is broken off, the next one begins anew, or from an earlier checkpoint.";

    public static string CheckpointCutShort(string path, string problem) => $"The checkpoint {path} cannot be read to its end: {problem}";

    public static string GoesOnFromCheckpoint(long step, int epoch) => Said($"Goes on from the checkpoint after step {step:N0}, in epoch {epoch}.");

    public static string StoppedEarly(int epoch, int worse, int best) => Said($"Stopped early after epoch {epoch}: the validation has not been better for {worse} times; the parameters of epoch {best} are kept.");

    public static string EarlierOfOtherKind(string kind) => $"The earlier model is not used: it is of the kind {kind}. The training starts from chance.";

    public static string EarlierUnreadable(string problem) => $"The earlier model is not used: {problem} The training starts from chance.";

    public static string LossNotANumber(int batch, int epoch, int best) => Said($"The loss of batch {batch} of epoch {epoch} was not a number; the parameters of epoch {best} are kept.");

    public static string LossAtOnce(int batch, int epoch) => Said($"The loss of batch {batch} of epoch {epoch} was not a number, before anything worth keeping had been learned.");

    public static string NeedsMemory(long needed, long allowed) => Said($"The transformer needs about {needed >> 20:N0} MB to be trained, and may take {allowed >> 20:N0} MB.");

    public static string OutOfMemory(long allowed) => Said($"The training needed more memory than the {allowed >> 20:N0} MB that it may take.");

    public static string OutOfMemoryFix(string kind) => $"Allow more with Model:Training:MemoryMegabytes, or a smaller model under Model:Methods:{kind}. The model in charge stays.";

    public static string NotStarted(string file, string problem) => $"The process of the training could not be started from {file}: {problem}";

    public static string NotUnderstood(string quote) => $"The process of the training said something that is not understood: '{quote}'.";

    public static string NotUnderstoodFix(string file) => $"Another program stands where this one should: {file}. The model in charge stays.";

    public static string EndedWith(int status) => Said($"The process of the training ended with status {status} and gave no reason.");

    public static string WorkerUnexpected(string problem) => $"The training met an error that it did not expect: {problem}";

    public static string ModelUnwritable(string path, string problem) => $"The model file {path} cannot be written: {problem}";

    public static string ObstacleFix(string kind) => $"Leave {kind} out of Model:Recommenders, or allow more under Model:Methods:{kind}.";

    // What the system says does not always end like a sentence.
    public static string Failed(string message, string fix) => $"{message}{(message.EndsWith('.') ? "" : ".")} {fix}".Trim();

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
