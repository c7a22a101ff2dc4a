using System.Security.Cryptography;
using Marketing.Kernel;
using Marketing.Model.Outlooks;
using Marketing.Model.Recommenders;
using Marketing.Model.Sql;

namespace Marketing.Model.Registry;

/// <summary>
/// Model files: magic, format, kind, parameters, body. A file carries its own hash in its name, is written beside and renamed, and is
/// on disk before the registry knows it; whatever a crash leaves behind is overwritten or unknown to the registry.
/// </summary>
internal sealed class ModelFiles(DataFolder folder, IEnumerable<IRecommenderMethod> recommenders, IEnumerable<IOutlookMethod> outlooks)
{
    internal const int Format = 1;
    internal static readonly byte[] Magic = "MKTMODEL"u8.ToArray();

    private readonly IStoredMethod[] _methods = [.. recommenders, .. outlooks];

    /// <summary>Writes a model.</summary>
    public async Task<(string File, string Hash, long Bytes)> WriteAsync(StoredModel model, CancellationToken cancellation)
    {
        var bytes = Pack(model);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var file = $"{model.Kind}-{hash[..16]}.model";
        var path = Path.Combine(folder.Models, file);
        var beside = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                await stream.WriteAsync(bytes, cancellation).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The model file {path} cannot be written: {e.Message}", "Free some space, or give this user the right to write the data folder; the models in charge are untouched.", inner: e);
        }
        finally
        {
            File.Delete(beside);
        }

        return (file, hash, bytes.Length);
    }

    /// <summary>Takes over a model file that another process has written on this disk.</summary>
    /// <param name="path">The file; moved.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperatorException">It is no whole model file.</exception>
    public async Task<(StoredRecommender Model, (string File, string Hash, long Bytes) Written)> AdoptAsync(string path, CancellationToken cancellation)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
            var model = Trained(path, bytes);
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            var file = $"{model.Kind}-{hash[..16]}.model";
            File.Move(path, Path.Combine(folder.Models, file), overwrite: true);
            return (model, (file, hash, bytes.Length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The trained model file {path} cannot be taken over: {e.Message}", "Free some space, or give this user the right to write the data folder; the models in charge are untouched.", inner: e);
        }
    }

    /// <summary>Reads a file that a training has written and nobody keeps.</summary>
    public async Task<StoredRecommender> ReadAsync(string path, CancellationToken cancellation) =>
        Trained(path, await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false));

    /// <summary>Path of the file of a version, or null when it is missing or not the one that was kept.</summary>
    public async Task<string?> WholeAsync(ModelStore.Stored stored, CancellationToken cancellation)
    {
        var path = Path.Combine(folder.Models, stored.File);
        try
        {
            await using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false)) == stored.Version.FileHash ? path : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads a version back.</summary>
    /// <exception cref="OperatorException">The file is missing, cut short, damaged, or newer than the program.</exception>
    public async Task<StoredModel> ReadAsync(ModelStore.Stored stored, CancellationToken cancellation)
    {
        var path = Path.Combine(folder.Models, stored.File);
        if (stored.File.Length == 0)
        {
            throw Refuse(stored, path, "was removed: files of old versions that were never in charge are not kept");
        }

        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refuse(stored, path, "is missing", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refuse(stored, path, $"cannot be read: {e.Message}", e);
        }

        if (bytes.Length < stored.Version.FileBytes)
        {
            throw Refuse(stored, path, $"is cut short: it has {bytes.Length:N0} of {stored.Version.FileBytes:N0} bytes");
        }

        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != stored.Version.FileHash)
        {
            throw Refuse(stored, path, "is damaged: its hash is not the one that was kept");
        }

        return Unpack(bytes, reason => Refuse(stored, path, reason));
    }

    /// <summary>Removes files that no version rests on; one that cannot be removed is left.</summary>
    public void Remove(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            try
            {
                File.Delete(Path.Combine(folder.Models, file));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Nothing reads it any more, and training must not fail over it.
            }
        }
    }

    internal static byte[] Pack(StoredModel model)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Magic);
        writer.Write(Format);
        writer.Write(model.Kind);
        ModelBody.Write(writer, model.Parameters);

        model.Write(writer);
        writer.Flush();
        return memory.ToArray();
    }

    internal StoredModel Unpack(byte[] bytes, Func<string, OperatorException> refuse)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            var (kind, parameters) = ReadHead(reader, refuse);
            var method = Array.Find(_methods, method => method.Kind == kind) ?? throw refuse($"holds a model of the kind '{kind}', which this version of the program does not know");
            return method.Read(reader, parameters);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw refuse($"is damaged: {e.Message}");
        }
    }

    /// <summary>Reads what stands in front of the body.</summary>
    internal static (string Kind, Dictionary<string, string> Parameters) ReadHead(BinaryReader reader, Func<string, OperatorException> refuse)
    {
        if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic))
        {
            throw refuse("is no model file");
        }

        if (reader.ReadInt32() is var format && format != Format)
        {
            throw refuse($"has format {format}, written by another version of the program; this one reads format {Format}");
        }

        return (reader.ReadString(), ModelBody.ReadParameters(reader));
    }

    private StoredRecommender Trained(string path, byte[] bytes)
    {
        OperatorException Refused(string what) => new($"The trained model file {path} {what}.", "Start the training again; the model in charge stays.");
        return Unpack(bytes, Refused) as StoredRecommender ?? throw Refused("holds no recommender");
    }

    private static OperatorException Refuse(ModelStore.Stored stored, string path, string what, Exception? inner = null) => new(
        $"The file {path} of the model {stored.Version.Kind} version {stored.Version.Version} {what}.",
        "Put the file back from a backup of the data folder, roll back to another version, or train anew ('marketing run-loop').",
        inner: inner);
}
